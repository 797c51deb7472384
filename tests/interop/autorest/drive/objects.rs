//! Objects as bodies: properties of every type, inheritance, discriminators, properties that are not named.

use crate::dates::{date, time};
use crate::table::{Done, FailsAs, Holds, Is, Json, Refused, Unreadable};
use checks::Checks;
use client::body_complex::models::{
    self, Basic, CmykColors, Dog, Fish, GoblinSharkColor, Goblinshark, Salmon, Sawshark, Shark, Siamese,
};
use client::runtime::{Map, Presence, Response, Value};
use serde_json::json;
use std::collections::BTreeMap;

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(basic(server, checks)).await;
    Box::pin(properties(server, checks)).await;
    Box::pin(lists(server, checks)).await;
    Box::pin(polymorphism(server, checks)).await;
    Box::pin(polymorphism_with_dots(server, checks)).await;
    Box::pin(several_parents(server, checks)).await;
    Box::pin(additional_properties(server, checks)).await;
    Box::pin(validation(server, checks)).await;
    Box::pin(errors(server, checks)).await;
}

/// The body of a response, as JSON.
fn members(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

async fn basic(server: &str, checks: &Checks) {
    let client = client_of!(body_complex, server);
    calls!(checks, "body-complex", client;
        basic_get_valid() => Is(Basic::new().id(2).name("abc").color(CmykColors::Yellow));
        basic_put_valid(Basic::new().id(2).name("abc").color(CmykColors::Magenta)) => Done;
        basic_get_invalid() => Unreadable("$.id");
        basic_get_empty() => Is(Basic::new());
        // In the document, only `id` is nullable.
        basic_get_null() => Is(Basic::new().id(Presence::Null));
        basic_get_not_provided() => Unreadable("empty");
    );
    let siamese = |name: &str, hates: [Dog; 2]| Siamese::new().id(2).name(name).color("green").breed("persian").hates(hates);
    let hates = || [Dog::new().id(1).name("Potato").food("tomato"), Dog::new().id(-1).name("Tomato").food("french fries")];
    calls!(checks, "body-complex", client;
        inheritance_get_valid() => Is(siamese("Siameeee", hates()));
        inheritance_put_valid(siamese("Siameeee", hates())) => Done;
        readonlyproperty_get_valid() => Json(json!({"id": "1234", "size": 2}));
        readonlyproperty_put_valid(models::ReadonlyObj::new().size(2)) => Done;
    );
}

async fn properties(server: &str, checks: &Checks) {
    use models::{
        BooleanWrapper, ByteWrapper, DateWrapper, DatetimeWrapper, Datetimerfc1123Wrapper, DoubleWrapper, DurationWrapper,
        FloatWrapper, IntWrapper, LongWrapper, StringWrapper,
    };
    let client = client_of!(body_complex, server);
    let double = DoubleWrapper::new()
        .field1(3e-100)
        .field_56_zeros_after_the_dot_and_negative_zero_before_dot_and_this_is_a_long_field_name_on_purpose(-5e-57);
    let rfc1123 =
        Datetimerfc1123Wrapper::new().field("Mon, 01 Jan 0001 00:00:00 GMT").now("Mon, 18 May 2015 11:38:00 GMT");
    let time = DatetimeWrapper::new().field(time("0001-01-01T00:00:00Z")).now(time("2015-05-18T18:38:00Z"));
    let date = DateWrapper::new().field(date("0001-01-01")).leap(date("2016-02-29"));
    let bytes = ByteWrapper::new().field("//79/AD6+fj39g==");
    calls!(checks, "body-complex", client;
        primitive_get_int() => Is(IntWrapper::new().field1(-1).field2(2));
        primitive_put_int(IntWrapper::new().field1(-1).field2(2)) => Done;
        primitive_get_long() => Is(LongWrapper::new().field1(1_099_511_627_775).field2(-999_511_627_788));
        primitive_put_long(LongWrapper::new().field1(1_099_511_627_775).field2(-999_511_627_788)) => Done;
        primitive_get_float() => Is(FloatWrapper::new().field1(1.05).field2(-0.003));
        primitive_put_float(FloatWrapper::new().field1(1.05).field2(-0.003)) => Done;
        primitive_get_double() => Is(double.clone());
        primitive_put_double(double) => Done;
        primitive_get_bool() => Is(BooleanWrapper::new().field_true(true).field_false(false));
        primitive_put_bool(BooleanWrapper::new().field_true(true).field_false(false)) => Done;
        // One property is null, which the document does not allow: it is read as absent.
        primitive_get_string() => Is(StringWrapper::new().field("goodrequest").empty(""));
        primitive_put_string(StringWrapper::new().field("goodrequest").empty("")) => Done;
        primitive_get_date() => Is(date.clone());
        primitive_put_date(date) => Done;
        primitive_get_date_time() => Is(time.clone());
        primitive_put_date_time(time) => Done;
        primitive_get_date_time_rfc1123() => Is(rfc1123.clone());
        primitive_put_date_time_rfc1123(rfc1123) => Done;
        primitive_get_duration() => Is(DurationWrapper::new().field("P123DT22H14M12.011S"));
        primitive_put_duration(DurationWrapper::new().field("P123DT22H14M12.011S")) => Done;
        primitive_get_byte() => Is(bytes.clone());
        primitive_put_byte(bytes) => Done;
    );
}

async fn lists(server: &str, checks: &Checks) {
    use models::{ArrayWrapper, DictionaryWrapper};
    let client = client_of!(body_complex, server);
    calls!(checks, "body-complex", client;
        // The third element is null.
        array_get_valid() => Unreadable("$.array[2]");
        array_get_empty() => Is(ArrayWrapper::new().array([""; 0]));
        array_put_empty(ArrayWrapper::new().array([""; 0])) => Done;
        array_get_not_provided() => Is(ArrayWrapper::new());
        // One value is null.
        dictionary_get_valid() => Unreadable("$.defaultProgram");
        dictionary_get_empty() => Is(DictionaryWrapper::new().default_program(BTreeMap::new()));
        dictionary_put_empty(DictionaryWrapper::new().default_program(BTreeMap::new())) => Done;
        dictionary_get_null() => Is(DictionaryWrapper::new().default_program(Presence::Null));
        dictionary_get_not_provided() => Is(DictionaryWrapper::new());
    );
}

fn shark() -> Shark {
    Shark::new("shark", 20.0, time("2012-01-05T01:00:00Z")).species("predator").age(6)
}

fn sawshark() -> Sawshark {
    let sawshark = Sawshark::new(10.0, time("1900-01-05T01:00:00Z"));
    sawshark.species("dangerous").age(105).picture("//////4=")
}

fn siblings() -> [Fish; 3] {
    let goblin = Goblinshark::new(30.0, time("2015-08-08T00:00:00Z")).species("scary").age(1).jawsize(5);
    let goblin = goblin.color(GoblinSharkColor::Unknown("pinkish-gray".to_owned()));
    [Fish::Shark(Box::new(shark())), sawshark().into(), goblin.into()]
}

fn salmon() -> Salmon {
    Salmon::new(1.0).species("king").location("alaska").iswild(true)
}

/// What the document does not describe of a salmon.
fn additional() -> Map<String, Value> {
    members(json!({
        "additionalProperty1": 1,
        "additionalProperty2": false,
        "additionalProperty3": "hello",
        "additionalProperty4": {"a": 1, "b": 2},
        "additionalProperty5": [1, 3],
    }))
}

async fn polymorphism(server: &str, checks: &Checks) {
    let client = client_of!(body_complex, server);
    let smart = with(salmon().siblings(siblings()), |salmon| {
        salmon.fishtype = "smart_salmon".to_owned();
        salmon.additional_properties = additional();
    });
    let empty = || Vec::<Fish>::new();
    let coho = Salmon::new(2.0).species("coho").location("atlantic").iswild(true);
    let coho = coho.siblings([Fish::Shark(Box::new(shark())), sawshark().into()]);
    let predator = shark().siblings([coho.into(), Fish::from(sawshark().siblings(empty()))]);
    let recursive = salmon().siblings([Fish::Shark(Box::new(predator)), sawshark().siblings(empty()).into()]);
    calls!(checks, "body-complex", client;
        polymorphism_get_valid() => Is(Fish::from(salmon().siblings(siblings())));
        polymorphism_put_valid(salmon().siblings(siblings())) => Done;
        polymorphism_get_complicated() => Is(smart.clone());
        polymorphism_put_complicated(smart) => Done;
        // The response has no `fishtype`, which the document requires.
        polymorphism_put_missing_discriminator(salmon().siblings(siblings())) => Unreadable("fishtype");
        polymorphicrecursive_get_valid() => Is(Fish::from(recursive.clone()));
        polymorphicrecursive_put_valid(recursive) => Done;
    );
}

async fn polymorphism_with_dots(server: &str, checks: &Checks) {
    use models::{DotFish, DotFishMarket};
    let client = client_of!(body_complex, server);
    let location = |fish: &DotFish| match fish {
        DotFish::DotSalmon(salmon) => salmon.location.clone(),
        _ => None,
    };
    let places = |market: &Response<DotFishMarket>| {
        let salmons = market.salmons.iter().flatten().filter_map(|salmon| salmon.location.clone());
        let fishes = market.fishes.iter().flatten().filter_map(location);
        salmons.chain(market.sample_fish.iter().filter_map(location)).chain(fishes).collect::<Vec<_>>()
    };
    calls!(checks, "body-complex", client;
        polymorphism_get_dot_syntax() =>
            Holds(|fish: &Response<DotFish>| location(fish).as_deref() == Some("sweden"));
        polymorphism_get_composed_with_discriminator() => Holds(|market: &Response<DotFishMarket>| {
            places(market) == ["sweden", "atlantic", "australia", "australia", "canada"]
        });
        // No fish has a `fish.type`, which the document requires.
        polymorphism_get_composed_without_discriminator() => Unreadable("fish.type");
    );
}

async fn several_parents(server: &str, checks: &Checks) {
    use client::multiple_inheritance::models::{Cat, Feline, Horse, Kitten, Pet};
    let client = client_of!(multiple_inheritance, server);
    let cat = |name: &str, [likes_milk, meows, hisses]: [bool; 3]| {
        Cat::new(name).likes_milk(likes_milk).meows(meows).hisses(hisses)
    };
    let kitten = |name: &str, [likes_milk, meows, hisses, eats_mice]: [bool; 4]| {
        Kitten::new(name).likes_milk(likes_milk).meows(meows).hisses(hisses).eats_mice_yet(eats_mice)
    };
    calls!(checks, "multiple-inheritance", client;
        get_horse() => Is(Horse::new("Fred").is_a_show_horse(true));
        put_horse(Horse::new("General").is_a_show_horse(false)) => Is("Horse was correct!");
        get_pet() => Is(Pet::new("Peanut"));
        put_pet(Pet::new("Butter")) => Is("Pet was correct!");
        get_feline() => Is(Feline::new().meows(true).hisses(true));
        put_feline(Feline::new().meows(false).hisses(true)) => Is("Feline was correct!");
        get_cat() => Is(cat("Whiskers", [true, true, true]));
        put_cat(cat("Boots", [false, true, false])) => Is("Cat was correct!");
        get_kitten() => Is(kitten("Gatito", [true, true, true, false]));
        put_kitten(kitten("Kitty", [false, true, false, true])) => Is("Kitten was correct!");
    );
}

/// A model with values that have no setter.
fn with<T>(mut model: T, say: impl FnOnce(&mut T)) -> T {
    say(&mut model);
    model
}

async fn additional_properties(server: &str, checks: &Checks) {
    use client::additionalproperties::models::{
        CatApTrue, PetApInProperties, PetApInPropertiesWithApString, PetApObject, PetApString, PetApTrue,
    };
    let client = client_of!(additionalproperties, server);
    let red = || members(json!({"birthdate": "2017-12-13T02:29:51Z", "complexProperty": {"color": "Red"}}));
    let puppy = || with(PetApTrue::new(1).name("Puppy"), |pet| pet.additional_properties = red());
    let lisa = || with(CatApTrue::new(1).name("Lisa").friendly(true), |cat| cat.additional_properties = red());
    let siblings = json!({"siblings": [{"id": 1, "name": "Puppy", "birthdate": "2017-12-13T02:29:51Z",
        "complexProperty": {"color": "Red"}}], "picture": "//////4="});
    let hira = with(PetApObject::new(2).name("Hira"), |pet| pet.additional_properties = members(siblings));
    let strings = |pairs: [(&str, &str); 3]| pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let tommy = with(PetApString::new(3).name("Tommy"), |pet| {
        pet.additional_properties = strings([("color", "red"), ("weight", "10 kg"), ("city", "Bombay")]);
    });
    let sizes = || [("height", 5.61), ("weight", 599.0), ("footsize", 11.5)].map(|(key, size)| (key.to_owned(), size));
    let bunny = PetApInProperties::new(4).name("Bunny").additional_properties(sizes());
    let funny = PetApInPropertiesWithApString::new(5, "westus").name("Funny").additional_properties(sizes());
    let funny = with(funny, |pet| {
        pet.additional_properties2 = strings([("color", "red"), ("city", "Seattle"), ("food", "tikka masala")]);
    });
    calls!(checks, "additionalProperties", client;
        pets_create_ap_true(puppy()) => Is(with(puppy(), |pet| pet.status = Some(true)));
        pets_create_cat_ap_true(lisa()) => Is(with(lisa(), |pet| pet.status = Some(true)));
        pets_create_ap_object(hira.clone()) => Is(with(hira, |pet| pet.status = Some(true)));
        pets_create_ap_string(tommy.clone()) => Is(with(tommy, |pet| pet.status = Some(true)));
        pets_create_ap_in_properties(bunny.clone()) => Is(with(bunny, |pet| pet.status = Some(true)));
        pets_create_ap_in_properties_with_ap_string(funny.clone()) => Is(with(funny, |pet| pet.status = Some(true)));
    );
}

async fn validation(server: &str, checks: &Checks) {
    use client::validation::models::{ChildProduct, ConstantProduct, Product};
    let client = client_of!(validation, server);
    let product = || Product::new(ChildProduct::new(), ConstantProduct::new());
    calls!(checks, "validation", client;
        get_with_constant_in_path() => Done;
        post_with_constant_in_body().body(product()) => Is(product());
        validation_of_method_parameters("sub", "1", 100, "12-34-5678") => Refused("resourceGroupName");
        validation_of_method_parameters("sub", "1234567890A", 100, "12-34-5678") => Refused("resourceGroupName");
        validation_of_method_parameters("sub", "!@#$", 100, "12-34-5678") => Refused("resourceGroupName");
        validation_of_method_parameters("sub", "123", 105, "12-34-5678") => Refused("multiple");
        validation_of_method_parameters("sub", "123", 0, "12-34-5678") => Refused("id");
        validation_of_method_parameters("sub", "123", 2000, "12-34-5678") => Refused("id");
        validation_of_method_parameters("sub", "123", 150, "abc") => Refused("apiVersion");
        validation_of_body("sub", "123", 150, "12-34-5678").body(product().capacity(0)) => Refused("capacity");
        validation_of_body("sub", "123", 150, "12-34-5678").body(product().capacity(100)) => Refused("capacity");
        validation_of_body("sub", "123", 150, "12-34-5678").body(product().display_names(["a"; 7])) =>
            Refused("display_names");
    );
}

async fn errors(server: &str, checks: &Checks) {
    use client::xms_error_responses::models::{NotFoundErrorBase, Pet, PetAction, PetActionError};
    use client::xms_error_responses::operations::PetGetPetByIdFailure as Failure;
    let client = client_of!(xms_error_responses, server);
    let sad = |error: &PetActionError| matches!(error, PetActionError::PetSadError(sad) if sad.reason.as_deref() == Some("need more treats"));
    calls!(checks, "xms-error-responses", client;
        pet_get_pet_by_id("tommy") => Holds(|pet: &Response<Option<Pet>>| pet.is_some());
        pet_get_pet_by_id("django") => Is(None);
        pet_get_pet_by_id("coyoteUgly") => FailsAs(404, |failure: &Failure| {
            matches!(failure, Failure::NotFound(NotFoundErrorBase::AnimalNotFound(animal)) if animal.name.as_deref() == Some("coyote"))
        });
        pet_get_pet_by_id("weirdAlYankovic") => FailsAs(404, |failure: &Failure| {
            matches!(failure, Failure::NotFound(NotFoundErrorBase::LinkNotFound(link)) if link.what_sub_address.is_some())
        });
        pet_get_pet_by_id("ringo") => FailsAs(400, |failure: &Failure| {
            matches!(failure, Failure::BadRequest(text) if text == "ringo is missing")
        });
        pet_get_pet_by_id("alien123") => FailsAs(501, |failure: &Failure| matches!(failure, Failure::NotImplemented(123)));
        pet_get_pet_by_id("nobody") => FailsAs(402, |failure: &Failure| matches!(failure, Failure::Default));
        pet_do_something("stay") => Holds(|action: &Response<PetAction>| action.action_response.is_none());
        pet_do_something("jump") => FailsAs(500, sad);
        pet_do_something("fetch") => FailsAs(404, |error: &PetActionError| {
            matches!(error, PetActionError::PetHungryOrThirstyError(hungry)
                if hungry.hungry_or_thirsty.as_deref() == Some("hungry and thirsty"))
        });
        // Its default is what the server takes when nothing is sent, but this one wants it to be sent.
        pet_has_models_param().models("value1") => FailsAs(500, sad);
    );
}
