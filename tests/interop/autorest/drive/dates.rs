//! Dates, times and durations as bodies.

use crate::table::{Done, Is, Unreadable};
use checks::Checks;
use client::runtime::{Date, DateTime};

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn time(text: &str) -> DateTime {
    text.parse().expect("a date and time")
}

pub async fn drive(server: &str, checks: &Checks) {
    dates(server, checks).await;
    times(server, checks).await;
    texts(server, checks).await;
}

async fn dates(server: &str, checks: &Checks) {
    use client::body_date::models::DateGetMinDateResponse;
    let client = client_of!(body_date, server);
    calls!(checks, "body-date", client;
        date_get_null() => Is(None);
        date_get_invalid_date() => Unreadable("201O-18-90");
        date_get_overflow_date() => Unreadable("10000000000-12-31");
        date_get_underflow_date() => Unreadable("0000-00-00");
        date_put_max_date(date("9999-12-31")) => Done;
        date_get_max_date() => Is(date("9999-12-31"));
        date_put_min_date(date("0001-01-01")) => Done;
        // In the document it is the year 0.
        date_get_min_date() => Is(DateGetMinDateResponse::Unknown("0001-01-01".to_owned()));
    );
}

async fn times(server: &str, checks: &Checks) {
    use client::body_datetime::models::{
        DatetimeGetLocalNegativeOffsetMinDateTimeResponse as MinNegative,
        DatetimeGetLocalPositiveOffsetMinDateTimeResponse as MinPositive, DatetimeGetUtcMinDateTimeResponse as MinUtc,
    };
    let client = client_of!(body_datetime, server);
    calls!(checks, "body-datetime", client;
        datetime_get_null() => Is(None);
        datetime_get_invalid() => Unreadable("201O-18-90D00:89:56.9AX");
        // Beyond the last year in UTC, but within it where it is.
        datetime_get_overflow() => Is(time("9999-12-31T23:59:59.999-14:00"));
        datetime_get_underflow() => Unreadable("0000-00-00T00:00:00.000+00:00");
        datetime_put_utc_max_date_time(time("9999-12-31T23:59:59.999Z")) => Done;
        datetime_put_utc_max_date_time7_digits(time("9999-12-31T23:59:59.9999999Z")) => Done;
        datetime_get_utc_lowercase_max_date_time() => Is(time("9999-12-31T23:59:59.999Z"));
        datetime_get_utc_uppercase_max_date_time() => Is(time("9999-12-31T23:59:59.999Z"));
        datetime_get_utc_uppercase_max_date_time7_digits() => Is(time("9999-12-31T23:59:59.9999999Z"));
        datetime_put_local_positive_offset_max_date_time(time("9999-12-31T23:59:59.999+14:00")) => Done;
        datetime_get_local_positive_offset_lowercase_max_date_time() => Is(time("9999-12-31T23:59:59.999+14:00"));
        datetime_get_local_positive_offset_uppercase_max_date_time() => Is(time("9999-12-31T23:59:59.999+14:00"));
        datetime_put_local_negative_offset_max_date_time(time("9999-12-31T23:59:59.999-14:00")) => Done;
        datetime_get_local_negative_offset_lowercase_max_date_time() => Is(time("9999-12-31T23:59:59.999-14:00"));
        datetime_get_local_negative_offset_uppercase_max_date_time() => Is(time("9999-12-31T23:59:59.999-14:00"));
        datetime_put_utc_min_date_time(time("0001-01-01T00:00:00Z")) => Done;
        datetime_get_utc_min_date_time() => Is(MinUtc::N0001_01_01t00_00_00z);
        datetime_put_local_positive_offset_min_date_time(time("0001-01-01T00:00:00+14:00")) => Done;
        // The document has a small `t` in both.
        datetime_get_local_positive_offset_min_date_time() =>
            Is(MinPositive::Unknown("0001-01-01T00:00:00+14:00".to_owned()));
        datetime_put_local_negative_offset_min_date_time(time("0001-01-01T00:00:00-14:00")) => Done;
        datetime_get_local_negative_offset_min_date_time() =>
            Is(MinNegative::Unknown("0001-01-01T00:00:00-14:00".to_owned()));
        datetime_get_local_no_offset_min_date_time() => Unreadable("offset is missing");
    );
}

/// What is a string in Rust.
async fn texts(server: &str, checks: &Checks) {
    use client::body_datetime_rfc1123::models::Datetimerfc1123GetUtcMinDateTimeResponse as Min;
    let client = client_of!(body_datetime_rfc1123, server);
    calls!(checks, "body-datetime-rfc1123", client;
        datetimerfc1123_get_null() => Is(None);
        datetimerfc1123_get_invalid() => Is("Tue, 01 Dec 2000 00:00:0A ABC");
        datetimerfc1123_get_overflow() => Is("Sat, 1 Jan 10000 00:00:00 GMT");
        datetimerfc1123_get_underflow() => Is("Tue, 00 Jan 0000 00:00:00 GMT");
        datetimerfc1123_put_utc_max_date_time("Fri, 31 Dec 9999 23:59:59 GMT") => Done;
        datetimerfc1123_get_utc_lowercase_max_date_time() => Is("fri, 31 dec 9999 23:59:59 gmt");
        datetimerfc1123_get_utc_uppercase_max_date_time() => Is("FRI, 31 DEC 9999 23:59:59 GMT");
        datetimerfc1123_put_utc_min_date_time("Mon, 01 Jan 0001 00:00:00 GMT") => Done;
        // The document has another day of the week.
        datetimerfc1123_get_utc_min_date_time() => Is(Min::Unknown("Mon, 01 Jan 0001 00:00:00 GMT".to_owned()));
    );
    let client = client_of!(body_duration, server);
    calls!(checks, "body-duration", client;
        duration_get_null() => Is(None);
        duration_put_positive_duration("P123DT22H14M12.011S") => Done;
        duration_get_positive_duration() => Is("P3Y6M4DT12H30M5S");
        duration_get_invalid() => Is("123ABC");
    );
    let client = client_of!(body_time, server);
    calls!(checks, "body-time", client;
        time_get() => Is("11:34:56");
        time_put("08:07:56") => Is("Nice job posting time");
    );
}
