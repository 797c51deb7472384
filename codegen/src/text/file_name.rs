//! File names that not every operating system accepts.

/// Names that Windows keeps for devices, in every folder and with every ending.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// Devices of which there are several: a digit follows.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Whether a file of this name would be a device on Windows: `con`, `CON.json`, `lpt1 .txt`.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_numbered = |device: &&str| {
        let mut number = stem.strip_prefix(*device).unwrap_or_default().chars();
        // Windows treats superscript digits as digits.
        number.next().is_some_and(|digit| digit.is_ascii_digit() || "\u{b9}\u{b2}\u{b3}".contains(digit))
            && number.next().is_none()
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED.iter().any(is_numbered)
}

#[cfg(test)]
mod tests {
    use super::is_device;

    #[test]
    fn device_names_of_windows_are_not_file_names() {
        for name in ["con", "CON.json", "aux", "nul.tar.gz", "Prn ", "com1", "LPT9.yaml", "com\u{b9}", "con .json"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["con_", "cons", "icon", "com", "com10", "lpt", "a.con", "", "comx"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
