//! What is required: arguments, or where these are many the fields of a struct.

use crate::bodies;
use crate::fixtures::{many_required, required_with_default, settings_arguments};
use crate::requests::{sent, target};
use many_required::models::{Many, ManyRequired};

fn many() -> ManyRequired {
    let [hh, gg] = ["8".to_owned(), "7".to_owned()];
    ManyRequired {
        ff: "6".into(),
        ee: "5".into(),
        dd: "4".into(),
        cc: "3".into(),
        bb: "2".into(),
        aa: "1".into(),
        gg,
        hh,
    }
}

const WRITTEN: &str = r#"{"aa":"1","bb":"2","cc":"3","dd":"4","ee":"5","ff":"6","gg":"7","hh":"8"}"#;

#[test]
#[expect(deprecated, reason = "the operation is")]
fn many_inputs_are_named_fields() {
    use many_required::operations::{PutMany, PutManyRequired};
    let body = Many::new(many());
    let required = PutManyRequired { body, hh: 8, gg: 7, ff: 6, ee: 5, dd: 4, cc: 3, bb: 2, aa: 1 };
    let request = sent(&PutMany::new(required));
    assert_eq!(request.uri(), "https://api.example/1/2/3/4/5/6/7/8");
    assert_eq!(request.body().as_bytes().unwrap(), WRITTEN.as_bytes());
}

#[test]
fn many_properties_convert_into_the_model() {
    let model: Many = many().into();
    assert_eq!(specwright_runtime::serde_json::to_string(&model).unwrap(), WRITTEN);
}

#[test]
fn settings_determine_the_maximal_number_of_arguments() {
    use settings_arguments::models::Guest;
    use settings_arguments::operations::{BookRoom, BookRoomRequired, GetRooms};
    let booking = BookRoomRequired { hotel: "h 1".into(), nights: 3, body: Guest::new("Ada", "fr") };
    let request = sent(&BookRoom::new(booking));
    assert_eq!(request.uri(), "https://api.example/rooms/h%201?nights=3");
    assert_eq!(request.body().as_bytes().unwrap(), br#"{"name":"Ada","language":"fr"}"#.as_slice());
    assert_eq!(target(&GetRooms::new("h", 2)), "/rooms/h?floor=2");
}

#[tokio::test]
async fn required_parts_with_defaults_are_not_arguments() {
    use required_with_default::operations::{AddPhoto, AddPhotoForm};
    let (_, small) = bodies::sent(&AddPhoto::new(AddPhotoForm::new("Ulm"))).await;
    assert!(
        small.contains("name=\"title\"\r\n\r\nUlm\r\n") && small.contains("name=\"size\"\r\n\r\nsmall\r\n"),
        "{small}"
    );
    let (_, large) = bodies::sent(&AddPhoto::new(AddPhotoForm::new("Ulm").size("large"))).await;
    assert!(large.contains("name=\"size\"\r\n\r\nlarge\r\n"), "{large}");
}
