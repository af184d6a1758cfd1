//! Named values as bytes: fixed-width integers, little end first, and never more than `LIMIT` bytes. The only file that
//! names bincode; what it writes is pinned by the tests, so that another crate can take its place.

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use bincode::{Decode, Encode};

/// Bytes of the longest value, encoded: a damaged length cannot ask for more memory than this.
pub const LIMIT: usize = 4 << 20;

const CONFIG: Configuration<LittleEndian, Fixint, Limit<LIMIT>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<LIMIT>();

/// The bytes of a value.
///
/// # Errors
/// A value longer than `LIMIT`.
pub fn encode<T: Encode>(value: &T) -> Result<Vec<u8>, String> {
    let bytes = bincode::encode_to_vec(value, CONFIG).map_err(|error| error.to_string())?;
    if bytes.len() > LIMIT { Err(format!("longer than {} MiB", LIMIT >> 20)) } else { Ok(bytes) }
}

/// The value that these bytes are, all of them.
///
/// # Errors
/// Bytes that are no such value, or more than one.
pub fn decode<T: Decode<()>>(bytes: &[u8]) -> Result<T, String> {
    let (value, used) = bincode::decode_from_slice(bytes, CONFIG).map_err(|error| error.to_string())?;
    if used == bytes.len() { Ok(value) } else { Err(format!("{} bytes too many", bytes.len() - used)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Encode, Decode, PartialEq, Debug)]
    struct Sample {
        number: u64,
        name: String,
        absent: Option<u16>,
        present: Option<i64>,
        list: Vec<(u8, u32)>,
    }

    #[test]
    fn bytes_are_pinned() {
        let sample =
            Sample { number: 258, name: "é".into(), absent: None, present: Some(-2), list: vec![(7, 1), (8, 65536)] };
        #[rustfmt::skip]
        let golden = [
            2, 1, 0, 0, 0, 0, 0, 0,
            2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0xa9,
            0,
            1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            2, 0, 0, 0, 0, 0, 0, 0, 7, 1, 0, 0, 0, 8, 0, 0, 1, 0,
        ];
        assert_eq!(encode(&sample).as_deref(), Ok(&golden[..]), "indexes on disk could no longer be read");
        assert_eq!(decode(&golden), Ok(sample));
    }

    #[test]
    fn what_is_too_much_is_refused() {
        assert!(decode::<u32>(&[1, 0, 0, 0, 9]).is_err(), "bytes that follow");
        assert!(decode::<Vec<u64>>(&[0xff; 16]).is_err(), "a length beyond all bounds");
        assert!(encode(&vec![0u8; LIMIT]).is_err());
    }
}
