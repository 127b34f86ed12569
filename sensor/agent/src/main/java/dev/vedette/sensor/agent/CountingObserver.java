package dev.vedette.sensor.agent;

import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import dev.vedette.sensor.pipeline.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the engine could not judge and what exceptions keep back. */
final class CountingObserver implements EngineObserver {
    private static final Logger LOG = LoggerFactory.getLogger(CountingObserver.class);

    private static final String TELLS_OF_IT = "VDT-8010";

    private final Counter failures;
    private final Counter withheld;
    private final Notices notices;
    private final ExceptionWatch exceptions;

    CountingObserver(Metrics metrics, Notices notices, ExceptionWatch exceptions) {
        this.notices = notices;
        this.exceptions = exceptions;
        this.failures = metrics.counter("vedette_rule_failures_total", "Rules that failed on a fact.", "rule");
        this.withheld = metrics.counter(
                "vedette_findings_withheld_total", "Findings that an exception keeps back.", "rule", "exception");
    }

    @Override
    public void ruleFailed(String rule, Throwable cause) {
        failures.increment(rule);
        LOG.warn("Rule {} failed: {}", rule, cause.toString());
    }

    @Override
    public void withheld(Finding finding) {
        String exception = finding.verdict().withheldBy();
        withheld.increment(finding.ruleId(), exception);
        exceptions.used(exception);
        // That this has been said may be kept back too, and is not said again for that.
        if (!finding.ruleId().equals(TELLS_OF_IT)) {
            notices.say(SensorNotice.Kind.FINDING_WITHHELD, finding.ruleId(), exception, finding.container(), 1);
        }
    }
}
