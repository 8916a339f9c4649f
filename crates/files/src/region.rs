//! Where buckets lie. Whoever asks in the wrong region is told the right one; that is remembered, and the request, of
//! whatever kind, goes there before anybody hears of it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_sdk_s3::config::endpoint::{DefaultResolver, EndpointFuture, Params, ResolveEndpoint};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_smithy_types::retry::ErrorKind;

/// In which the service names the region of a bucket, in refusals too.
const REGION: &str = "x-amz-bucket-region";
/// Marks an answer from which the region was learned. It never travels.
const LEARNED: &str = "x-gatehouse-region-learned";

/// The regions of buckets that are elsewhere than the client, by bucket. A clone is the same.
#[derive(Debug, Clone)]
pub(crate) struct Regions {
    known: Arc<RwLock<BTreeMap<String, String>>>,
    resolver: Arc<DefaultResolver>,
}

/// Where an attempt went.
#[derive(Debug)]
struct Asked {
    bucket: String,
    region: String,
}

impl Storable for Asked {
    type Storer = StoreReplace<Self>;
}

impl Regions {
    pub(crate) fn new(known: BTreeMap<String, String>) -> Self {
        Self {
            known: Arc::new(RwLock::new(known)),
            resolver: Arc::new(DefaultResolver::new()),
        }
    }

    fn of(&self, bucket: &str) -> Option<String> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(bucket).cloned()
    }

    fn learn(&self, bucket: &str, region: &str) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(bucket.to_owned(), region.to_owned());
    }

    /// The same request at its bucket's region.
    fn moved(&self, params: &Params) -> Option<Params> {
        let region = self.of(params.bucket()?)?;
        let text = |text: Option<&str>| text.map(str::to_owned);
        Params::builder()
            .set_bucket(text(params.bucket()))
            .region(region)
            .set_use_fips(params.use_fips())
            .set_use_dual_stack(params.use_dual_stack())
            .set_endpoint(text(params.endpoint()))
            .set_force_path_style(params.force_path_style())
            .set_accelerate(params.accelerate())
            .set_use_global_endpoint(params.use_global_endpoint())
            .set_use_object_lambda_endpoint(params.use_object_lambda_endpoint())
            .set_key(text(params.key()))
            .set_prefix(text(params.prefix()))
            .set_copy_source(text(params.copy_source()))
            .set_disable_access_points(params.disable_access_points())
            .set_disable_multi_region_access_points(params.disable_multi_region_access_points())
            .set_use_arn_region(params.use_arn_region())
            .set_use_s3_express_control_endpoint(params.use_s3_express_control_endpoint())
            .set_disable_s3_express_session_auth(params.disable_s3_express_session_auth())
            .build()
            .ok()
    }
}

impl ResolveEndpoint for Regions {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        match self.moved(params) {
            Some(moved) => EndpointFuture::new(async move { self.resolver.resolve_endpoint(&moved).await }),
            None => self.resolver.resolve_endpoint(params),
        }
    }
}

#[dyn_dispatch_hint]
impl Intercept for Regions {
    fn name(&self) -> &'static str {
        "regions"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let params = cfg
            .load::<EndpointResolverParams>()
            .and_then(|params| params.get::<Params>());
        let asked = params.and_then(|params| {
            let bucket = params.bucket()?.to_owned();
            let region = self.of(&bucket).or_else(|| params.region().map(str::to_owned))?;
            Some(Asked { bucket, region })
        });
        if let Some(asked) = asked {
            cfg.interceptor_state().store_put(asked);
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answer = context.response();
        let told = answer.headers().get(REGION).map(str::to_owned);
        let (Some(asked), Some(told), false) = (cfg.load::<Asked>(), told, answer.status().is_success())
        else {
            return Ok(());
        };
        if told != asked.region {
            self.learn(&asked.bucket, &told);
            context.response_mut().headers_mut().insert(LEARNED, "1");
        }
        Ok(())
    }
}

impl ClassifyRetry for Regions {
    fn name(&self) -> &'static str {
        "regions"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.response() {
            Some(answer) if answer.headers().get(LEARNED).is_some() => {
                RetryAction::retryable_error_with_explicit_delay(ErrorKind::ClientError, Duration::ZERO)
            }
            _ => RetryAction::NoActionIndicated,
        }
    }
}
