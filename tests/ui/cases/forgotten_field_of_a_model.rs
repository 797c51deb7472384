//! The country is forgotten.

use specwright_ui::models::{Passenger, PassengerRequired};

fn main() {
    let _ = Passenger::new(PassengerRequired {
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        street: "St James's Square".to_owned(),
        city: "London".to_owned(),
    });
}
