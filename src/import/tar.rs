//! Files of a tar archive: what KGX graphs are handed out as.

/// A file within an archive.
pub struct ArchiveFile {
    /// Its name there.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Size in bytes of a header and of what everything is rounded up to.
const BLOCK: usize = 512;

/// The files of an archive, in its order; directories and links are left out, and so is what
/// follows a header that cannot be understood.
pub(super) fn files(archive: &[u8]) -> Vec<ArchiveFile> {
    let mut found = Vec::new();
    let mut long_name: Option<String> = None;
    let mut at = 0;
    while let Some(header) = archive.get(at..at + BLOCK).filter(|header| header.iter().any(|&byte| byte != 0)) {
        let Some(size) = number(header.get(124..136).unwrap_or(&[])) else { break };
        let start = at + BLOCK;
        let Some(bytes) = start.checked_add(size).and_then(|end| archive.get(start..end)) else { break };
        match header.get(156) {
            Some(b'L') => long_name = Some(text(bytes)),
            Some(b'0' | 0) => {
                let name = long_name.take().unwrap_or_else(|| name_of(header));
                found.push(ArchiveFile { name, bytes: bytes.to_vec() });
            }
            Some(_) | None => long_name = None,
        }
        at = start + size.div_ceil(BLOCK) * BLOCK;
    }
    found
}

fn name_of(header: &[u8]) -> String {
    let name = text(header.get(..100).unwrap_or(&[]));
    let prefix =
        header.get(345..500).map(text).filter(|prefix| !prefix.is_empty() && header.get(257..262) == Some(b"ustar"));
    prefix.map_or_else(|| name.clone(), |prefix| format!("{prefix}/{name}"))
}

/// Bytes up to the first zero.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(&[])).into_owned()
}

/// An octal number.
fn number(field: &[u8]) -> Option<usize> {
    usize::from_str_radix(text(field).trim(), 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, size: usize, sort: u8) -> Vec<u8> {
        let mut header = vec![0; BLOCK];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
        header[156] = sort;
        header[257..262].copy_from_slice(b"ustar");
        header
    }

    #[test]
    fn files_are_found_and_directories_are_not() {
        let mut archive = header("graph/", 0, b'5');
        for (name, content) in [("graph/nodes.tsv", "id\n"), ("graph/edges.tsv", "")] {
            archive.extend(header(name, content.len(), b'0'));
            archive.extend(content.bytes());
            archive.resize(archive.len().next_multiple_of(BLOCK), 0);
        }
        archive.extend([0; 2 * BLOCK]);
        let found: Vec<(String, usize)> =
            files(&archive).into_iter().map(|file| (file.name, file.bytes.len())).collect();
        assert_eq!(found, [("graph/nodes.tsv".to_owned(), 3), ("graph/edges.tsv".to_owned(), 0)]);
        assert!(files(&archive[..700]).is_empty(), "a file that is cut off is left out");
    }
}
