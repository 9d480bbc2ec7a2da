//! Names of the graph: normal forms, the index over them, resolution and suggestions.
