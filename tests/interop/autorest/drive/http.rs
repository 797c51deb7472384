//! Statuses of successes and failures, redirects, and retries.

use crate::table::{Done, Fails, FailsAs, FailsWith, Holds, Is, Json, Undocumented, Unreadable};
use checks::Checks;
use serde_json::json;

pub async fn drive(server: &str, checks: &Checks) {
    Box::pin(successes(server, checks)).await;
    Box::pin(redirects(server, checks)).await;
    Box::pin(client_failures(server, checks)).await;
    Box::pin(other_failures(server, checks)).await;
    Box::pin(retries(server, checks)).await;
    Box::pin(several_responses(server, checks)).await;
    Box::pin(default_responses(server, checks)).await;
    Box::pin(one_response(server, checks)).await;
    Box::pin(heads(server, checks)).await;
}

async fn successes(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        http_success_head200() => Is(());
        http_success_get200() => Json(json!(true));
        http_success_put200().body(true) => Done;
        http_success_patch200().body(true) => Done;
        http_success_post200().body(true) => Done;
        http_success_delete200().body(true) => Done;
        http_success_put201().body(true) => Done;
        http_success_post201().body(true) => Done;
        http_success_put202().body(true) => Done;
        http_success_patch202().body(true) => Done;
        http_success_post202().body(true) => Done;
        http_success_delete202().body(true) => Done;
        http_success_head204() => Is(());
        http_success_put204().body(true) => Is(());
        http_success_patch204().body(true) => Is(());
        http_success_post204().body(true) => Is(());
        http_success_delete204().body(true) => Is(());
        http_success_head404() => Fails(404);
    );
}

async fn redirects(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        // 300 leaves it to the caller where to go.
        http_redirects_head300() => Fails(300);
        http_redirects_get300() => Fails(300);
        http_redirects_head301() => Is(());
        http_redirects_get301() => Done;
        http_redirects_head302() => Is(());
        http_redirects_get302() => Done;
        http_redirects_post303().body(true) => Done;
        http_redirects_head307() => Is(());
        http_redirects_get307() => Done;
        http_redirects_options307() => Done;
        http_redirects_put307().body(true) => Done;
        http_redirects_patch307().body(true) => Done;
        http_redirects_post307().body(true) => Done;
        http_redirects_delete307().body(true) => Done;
    );
    // Clients of Azure do not follow these, which lead to nothing.
    calls!(checks, "httpInfrastructure", client;
        http_redirects_put301().body(true) => Unreadable("404 Not Found");
        http_redirects_patch302().body(true) => Unreadable("404 Not Found");
    );
}

async fn client_failures(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        http_client_failure_head400() => Fails(400);
        http_client_failure_get400() => Unreadable("empty");
        http_client_failure_options400() => Unreadable("empty");
        http_client_failure_put400().body(true) => Unreadable("empty");
        http_client_failure_patch400().body(true) => Unreadable("empty");
        http_client_failure_post400().body(true) => Unreadable("empty");
        http_client_failure_delete400().body(true) => Unreadable("empty");
        http_client_failure_head401() => Fails(401);
        http_client_failure_get402() => Unreadable("empty");
        http_client_failure_get403() => Unreadable("empty");
        http_client_failure_options403() => Unreadable("empty");
        http_client_failure_put404().body(true) => Unreadable("empty");
        http_client_failure_patch405().body(true) => Unreadable("empty");
        http_client_failure_post406().body(true) => Unreadable("empty");
        http_client_failure_delete407().body(true) => Unreadable("empty");
        http_client_failure_put409().body(true) => Unreadable("empty");
        http_client_failure_head410() => Fails(410);
        http_client_failure_get411() => Unreadable("empty");
        http_client_failure_options412() => Unreadable("empty");
        http_client_failure_get412() => Unreadable("empty");
        http_client_failure_put413().body(true) => Unreadable("empty");
        http_client_failure_patch414().body(true) => Unreadable("empty");
        http_client_failure_post415().body(true) => Unreadable("empty");
        http_client_failure_get416() => Unreadable("empty");
        http_client_failure_delete417().body(true) => Unreadable("empty");
        http_client_failure_head429() => Fails(429);
    );
}

async fn other_failures(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        http_server_failure_head501() => Fails(501);
        http_server_failure_get501() => Unreadable("empty");
        http_server_failure_post505().body(true) => Unreadable("empty");
        http_server_failure_delete505().body(true) => Unreadable("empty");
        http_failure_get_empty_error() => FailsWith(400, json!({"message": ""}));
        http_failure_get_no_model_error() => Undocumented(400);
        http_failure_get_no_model_empty() => Undocumented(400);
    );
    let client = client_of!(incorrect_error_response, server);
    calls!(checks, "incorrect-error-response", client;
        get_incorrect_error_from_server() => Unreadable("foobar");
    );
    let client = client_of!(error_with_secrets, server);
    calls!(checks, "error-with-secrets", client;
        // `innererror` is a string, where the document has an object.
        get_error_with_secrets() => Unreadable("innererror");
    );
}

async fn retries(server: &str, checks: &Checks) {
    let client = patient_client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        http_retry_head408() => Is(());
        http_retry_get502() => Done;
        http_retry_options502() => Unreadable("empty");
        http_retry_put504().body(true) => Done;
        // These are not idempotent, or the status is an error of the server.
        http_retry_put500().body(true) => Unreadable("empty");
        http_retry_patch500().body(true) => Unreadable("empty");
        http_retry_post503().body(true) => Unreadable("empty");
        http_retry_patch504().body(true) => Unreadable("empty");
        http_retry_delete503().body(true) => Done;
    );
}

async fn several_responses(server: &str, checks: &Checks) {
    use client::httpinfrastructure::operations::{
        MultipleResponsesGet200Model201ModelDefaultError200ValidOutput as Model200,
        MultipleResponsesGet200Model201ModelDefaultError201ValidOutput as Model201,
        MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError200ValidOutput as Three200,
        MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError201ValidOutput as Three201,
        MultipleResponsesGet200ModelA201ModelC404ModelDDefaultError404ValidFailure as Three404,
    };
    use client::runtime::Response;
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        multiple_responses_get200_model204_no_model_default_error200_valid() => Json(json!({"statusCode": "200"}));
        multiple_responses_get200_model204_no_model_default_error204_valid() => Is(None);
        multiple_responses_get200_model204_no_model_default_error201_invalid() => Undocumented(201);
        multiple_responses_get200_model204_no_model_default_error202_none() => Undocumented(202);
        multiple_responses_get200_model204_no_model_default_error400_valid() =>
            FailsWith(400, json!({"message": "client error"}));
        multiple_responses_get200_model201_model_default_error200_valid() =>
            Holds(|it: &Response<Model200>| matches!(&**it, Model200::Ok(a) if a.status_code.as_deref() == Some("200")));
        multiple_responses_get200_model201_model_default_error201_valid() =>
            Holds(|it: &Response<Model201>| {
                matches!(&**it, Model201::Created(b) if b.text_status_code.as_deref() == Some("Created"))
            });
        multiple_responses_get200_model201_model_default_error400_valid() =>
            FailsWith(400, json!({"message": "client error"}));
        multiple_responses_get200_model_a201_model_c404_model_d_default_error200_valid() =>
            Holds(|it: &Response<Three200>| matches!(&**it, Three200::Ok(a) if a.status_code.as_deref() == Some("200")));
        multiple_responses_get200_model_a201_model_c404_model_d_default_error201_valid() =>
            Holds(|it: &Response<Three201>| matches!(&**it, Three201::Created(c) if c.http_code.as_deref() == Some("201")));
        multiple_responses_get200_model_a201_model_c404_model_d_default_error404_valid() => FailsAs(404, |it: &Three404| {
            matches!(it, Three404::NotFound(d) if d.http_status_code.as_deref() == Some("404"))
        });
        multiple_responses_get200_model_a201_model_c404_model_d_default_error400_valid() => Fails(400);
    );
}

async fn default_responses(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        multiple_responses_get202_none204_none_default_error202_none() => Done;
        multiple_responses_get202_none204_none_default_error204_none() => Done;
        multiple_responses_get202_none204_none_default_error400_valid() =>
            FailsWith(400, json!({"message": "client error"}));
        multiple_responses_get202_none204_none_default_none202_invalid() => Done;
        multiple_responses_get202_none204_none_default_none204_none() => Done;
        multiple_responses_get202_none204_none_default_none400_none() => Fails(400);
        multiple_responses_get202_none204_none_default_none400_invalid() => Fails(400);
        multiple_responses_get_default_model_a200_valid() => Json(json!({"statusCode": "200"}));
        multiple_responses_get_default_model_a200_none() => Unreadable("empty");
        // The server has these two the wrong way round.
        multiple_responses_get_default_model_a400_valid() => Unreadable("empty");
        multiple_responses_get_default_model_a400_none() => FailsWith(400, json!({"property": "value"}));
        multiple_responses_get_default_none200_invalid() => Done;
        multiple_responses_get_default_none200_none() => Done;
        multiple_responses_get_default_none400_invalid() => Fails(400);
        multiple_responses_get_default_none400_none() => Fails(400);
    );
}

async fn one_response(server: &str, checks: &Checks) {
    let client = client_of!(httpinfrastructure, server);
    calls!(checks, "httpInfrastructure", client;
        multiple_responses_get200_model_a200_none() => Unreadable("empty");
        multiple_responses_get200_model_a200_valid() => Json(json!({"statusCode": "200"}));
        multiple_responses_get200_model_a200_invalid() => Json(json!({"statusCodeInvalid": "200"}));
        multiple_responses_get200_model_a400_none() => Undocumented(400);
        multiple_responses_get200_model_a400_valid() => Undocumented(400);
        multiple_responses_get200_model_a400_invalid() => Undocumented(400);
        // Another success is read as the only documented one.
        multiple_responses_get200_model_a202_valid() => Json(json!({"statusCode": "200"}));
    );
}

async fn heads(server: &str, checks: &Checks) {
    let client = client_of!(head, server);
    calls!(checks, "head", client;
        http_success_head200() => Is(());
        http_success_head204() => Is(());
        http_success_head404() => Fails(404);
    );
    let client = client_of!(head_exceptions, server);
    calls!(checks, "head-exceptions", client;
        head_exception_head200() => Is(());
        head_exception_head204() => Is(());
        head_exception_head404() => Fails(404);
    );
}
