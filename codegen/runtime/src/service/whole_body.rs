//! Reading a whole body up to a limit.

use super::problem::Problem;
use bytes::{Bytes, BytesMut};
use http_body::Body as HttpBody;
use std::future::poll_fn;
use std::pin::pin;

/// The default of the largest body.
pub(crate) const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The bytes of a body, unless there are more than `limit`.
pub(crate) async fn whole<B: HttpBody>(body: B, limit: usize) -> Result<Bytes, Problem> {
    let is_too_large = |length: usize| length > limit;
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if is_too_large(announced) {
        return Err(Problem::too_large(limit));
    }
    let (mut body, mut bytes) = (pin!(body), BytesMut::with_capacity(announced));
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let frame = frame.map_err(|_| Problem::incomplete())?;
        // Trailers are not part of the body.
        let Ok(data) = frame.into_data() else { continue };
        if is_too_large(bytes.len() + bytes::Buf::remaining(&data)) {
            return Err(Problem::too_large(limit));
        }
        bytes::BufMut::put(&mut bytes, data);
    }
    Ok(bytes.freeze())
}
