package dev.vedette.sensor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreachablePoliciesTest {
    private static final Logger LOG = Logger.getLogger(UnreachablePolicies.class.getName());

    private final List<String> said = new ArrayList<>();
    private final UnreachablePolicies unreachable = new UnreachablePolicies();
    private final Filter before = LOG.getFilter();

    @BeforeEach
    void listen() {
        LOG.setFilter(message -> {
            said.add(new SimpleFormatter().formatMessage(message));
            return false;
        });
    }

    @AfterEach
    void end() {
        LOG.setFilter(before);
    }

    @Test
    void theSameIsSaidOnceAndAgainWhenItWasReachedBetween() {
        unreachable.say(refused(500));
        unreachable.say(refused(500));
        unreachable.say(refused(503));
        assertThat(said).hasSize(2);

        unreachable.isReached();
        unreachable.say(refused(503));
        assertThat(said).hasSize(3);
    }

    @Test
    void theWayOutIsSaidWhereTheKindOrTheRightIsMissing() {
        unreachable.say(new CompletionException(refused(404)));
        unreachable.say(refused(403));

        assertThat(said.get(0))
                .contains(
                        "it answers 404 (no); if the cluster has no such kind, apply what 'vedette policy schema crd' prints");
        assertThat(said.get(1))
                .contains("it answers 403 (no); the service account needs get, list and watch on policies.vedette.dev");
    }

    @Test
    void whatIsSaidIsTheInnermostReasonAndNoListOfThem() {
        unreachable.say(new CompletionException(
                new KubernetesClientException("An error has occurred.", new ConnectException("refused"))));

        assertThat(said).singleElement().asString().endsWith(": java.net.ConnectException: refused");
    }

    private static KubernetesClientException refused(int code) {
        return new KubernetesClientException(
                new StatusBuilder().withCode(code).withMessage("no").build());
    }
}
