package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.admission.review.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RequestBodyTest {
    private static final int MOST = 1_000;

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    @Test
    void whatIsAnnouncedAsFarTooLargeIsRefusedBeforeAnyOfItComes() throws IOException {
        InputStream fromWhichReadingFails = InputStream.nullInputStream();
        fromWhichReadingFails.close();

        assertThatThrownBy(() -> RequestBody.read(fromWhichReadingFails, 1L << 30, MOST, soon()))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessage("the review is larger than 1000 bytes");
    }

    @Test
    void whatIsAnnouncedAsTooLargeIsTakenToItsEndSoThatTheSenderHearsWhy() throws IOException {
        InputStream in = new ByteArrayInputStream(new byte[300 * MOST]);

        assertThatThrownBy(() -> RequestBody.read(in, 300 * MOST, MOST, soon()))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessage("the review is larger than 1000 bytes");
        assertThat(in.available()).isZero();
    }

    @Test
    void whatHasNoEndIsNotTakenForEver() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThatThrownBy(() -> RequestBody.read(endless, -1, MOST, soon()))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void whatTurnsOutTooLargeIsRefusedWhateverWasAnnounced() {
        InputStream in = new ByteArrayInputStream(new byte[MOST + 1]);

        assertThatThrownBy(() -> RequestBody.read(in, -1, MOST, soon()))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("larger than 1000 bytes");
    }

    @Test
    void whatFitsIsRead() throws Exception {
        assertThat(RequestBody.read(new ByteArrayInputStream(new byte[MOST]), MOST, MOST, soon()))
                .hasSize(MOST);
    }
}
