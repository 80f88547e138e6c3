//! Stripe's form encoding: `a[b][c]=1&list[]=x&list[]=y&items[0][price]=z`, as a tree.

use super::error::ApiError;

/// Deeper keys, or more of them, are no request of any client's: they only cost time.
const MAX_DEPTH: usize = 16;
const MAX_PAIRS: usize = 2_000;

/// A parameter: a text, or a branch of named ones. A list is a branch whose names are its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    Text(String),
    Branch(Branch),
}

/// In the order of the request.
pub(super) type Branch = Vec<(String, Tree)>;

/// The names and values of a query or a body, in order, decoded.
pub(super) fn pairs(encoded: &[u8]) -> Result<Vec<(String, String)>, ApiError> {
    let parts = encoded.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
    let mut pairs = Vec::new();
    for part in parts {
        if pairs.len() == MAX_PAIRS {
            return Err(ApiError::invalid(format!("A request can have at most {MAX_PAIRS} parameters.")));
        }
        let (name, value) = match part.iter().position(|byte| *byte == b'=') {
            Some(at) => (&part[..at], &part[at + 1..]),
            None => (part, &[][..]),
        };
        pairs.push((text(name)?, text(value)?));
    }
    Ok(pairs)
}

fn text(encoded: &[u8]) -> Result<String, ApiError> {
    decode(encoded).ok_or_else(|| ApiError::invalid("Invalid request: the parameters are not UTF-8."))
}

/// Undoes percent-encoding; `None` if that is not UTF-8.
pub(super) fn decode(encoded: &[u8]) -> Option<String> {
    let hex = |at: usize| encoded.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while at < encoded.len() {
        match (encoded[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'+', ..) => bytes.push(b' '),
            (byte, ..) => bytes.push(byte),
        }
        at += 1;
    }
    String::from_utf8(bytes).ok()
}

/// The tree that the names of these pairs spell. Of a name given twice the last one counts.
pub(super) fn tree(pairs: &[(String, String)]) -> Result<Branch, ApiError> {
    let mut root = Branch::new();
    for (name, value) in pairs {
        let path = path(name);
        if path.len() > MAX_DEPTH {
            return Err(ApiError::parameter(name, "Invalid request: the parameters are nested too deeply."));
        }
        insert(&mut root, &path, value);
    }
    Ok(root)
}

/// `a[b][]` is `a`, `b`, ``. A name whose brackets don't match is one word.
fn path(name: &str) -> Vec<&str> {
    let nested = name.strip_suffix(']').and_then(|inner| inner.split_once('['));
    match nested {
        Some((first, rest)) if !first.is_empty() => std::iter::once(first).chain(rest.split("][")).collect(),
        _ => vec![name],
    }
}

fn insert(branch: &mut Branch, path: &[&str], value: &str) {
    let Some((name, rest)) = path.split_first() else { return };
    let slot = slot(branch, name, rest);
    if rest.is_empty() {
        branch[slot].1 = Tree::Text(value.to_owned());
        return;
    }
    if matches!(branch[slot].1, Tree::Text(_)) {
        branch[slot].1 = Tree::Branch(Branch::new());
    }
    if let Tree::Branch(inner) = &mut branch[slot].1 {
        insert(inner, rest, value);
    }
}

/// Where `name` stands in the branch. An empty name is the next element of a list, or the last one while it is being
/// filled: `items[][price]=a&items[][quantity]=1&items[][price]=b` has two elements.
fn slot(branch: &mut Branch, name: &str, rest: &[&str]) -> usize {
    let found = if name.is_empty() {
        let unfinished = match (branch.last(), rest.first()) {
            (Some((_, Tree::Branch(last))), Some(next)) if !next.is_empty() => !last.iter().any(|(n, _)| n == next),
            _ => false,
        };
        unfinished.then(|| branch.len() - 1)
    } else {
        branch.iter().position(|(existing, _)| existing == name)
    };
    found.unwrap_or_else(|| {
        let name = if name.is_empty() { branch.len().to_string() } else { name.to_owned() };
        branch.push((name, Tree::Text(String::new())));
        branch.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(encoded: &str) -> String {
        fn show(branch: &Branch) -> String {
            let entries: Vec<_> = branch
                .iter()
                .map(|(name, tree)| match tree {
                    Tree::Text(text) => format!("{name}={text}"),
                    Tree::Branch(inner) => format!("{name}{}", show(inner)),
                })
                .collect();
            format!("{{{}}}", entries.join(" "))
        }
        show(&tree(&pairs(encoded.as_bytes()).unwrap()).unwrap())
    }

    #[test]
    fn every_way_that_clients_write_a_form() {
        for (encoded, expected) in [
            ("", "{}"),
            ("a=1&b=", "{a=1 b=}"),
            ("a", "{a=}"),
            ("a=1&a=2", "{a=2}"),
            ("name=J%C3%BCrgen+M%26M", "{name=Jürgen M&M}"),
            ("metadata[k]=v&metadata%5Bl%5D=w", "{metadata{k=v l=w}}"),
            ("expand[]=x&expand[]=y", "{expand{0=x 1=y}}"),
            ("expand[0]=x&expand[1]=y", "{expand{0=x 1=y}}"),
            ("i[0][p]=a&i[0][q]=1&i[1][p]=b", "{i{0{p=a q=1} 1{p=b}}}"),
            ("i[][p]=a&i[][q]=1&i[][p]=b", "{i{0{p=a q=1} 1{p=b}}}"),
            ("odd]=1&odd[=2&[x]=3", "{odd]=1 odd[=2 [x]=3}"),
            ("100%=%zz", "{100%=%zz}"),
        ] {
            assert_eq!(read(encoded), expected, "{encoded}");
        }
    }

    #[test]
    fn what_no_client_sends_is_refused() {
        assert!(pairs(b"a=%ff").is_err());
        assert!(pairs("a=1&".repeat(MAX_PAIRS + 1).as_bytes()).is_err());
        assert!(tree(&[(format!("a{}", "[b]".repeat(MAX_DEPTH)), "1".into())]).is_err());
    }
}
