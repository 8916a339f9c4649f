//! The app while it starts, runs and ends. The window comes up at once; commands wait until the app has started.

use std::time::Duration;

use api::problem::{Fault, Problem};
use api::{Api, Host, Options, StartError};
use tokio::sync::watch;

/// How long the end may take before it is forced.
const ENDING: Duration = Duration::from_secs(5);

/// The app, once it has started.
#[derive(Clone)]
pub struct Running(watch::Receiver<Stage>);

#[derive(Clone)]
enum Stage {
    Starting,
    Started(Api),
    Failed,
}

impl Running {
    /// Starts the app; `failed` hears why it could not.
    pub fn start(host: Host, options: Options, failed: impl FnOnce(StartError) + Send + 'static) -> Self {
        let (stage, running) = watch::channel(Stage::Starting);
        tauri::async_runtime::spawn(async move {
            match Api::start(host, options).await {
                Ok(api) => {
                    stage.send_replace(Stage::Started(api));
                }
                Err(error) => {
                    tracing::error!(%error, "the app could not start");
                    stage.send_replace(Stage::Failed);
                    failed(error);
                }
            }
            stage.closed().await;
        });
        Self(running)
    }

    /// The app, as soon as it has started.
    ///
    /// # Errors
    ///
    /// It could not start.
    pub async fn api(&self) -> Result<Api, Problem> {
        let mut stages = self.0.clone();
        let stage = stages
            .wait_for(|stage| !matches!(stage, Stage::Starting))
            .await
            .map_err(|_| Fault::Closing)?;
        match &*stage {
            Stage::Started(api) => Ok(api.clone()),
            Stage::Starting | Stage::Failed => Err(Fault::Closing.into()),
        }
    }

    /// Whether the window may close without asking.
    pub(crate) async fn may_close(&self) -> bool {
        let stage = self.0.borrow().clone();
        match stage {
            Stage::Started(api) => api.may_close().await,
            Stage::Starting | Stage::Failed => true,
        }
    }

    /// Ends the app in good order, or gives up after a while.
    pub(crate) async fn close(&self) {
        let stage = self.0.borrow().clone();
        if let Stage::Started(api) = stage
            && tokio::time::timeout(ENDING, api.close()).await.is_err()
        {
            tracing::warn!("the app did not end in time");
        }
    }
}
