package dev.vedette.sensor.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read back whole: nothing that a rule may look at is lost on the way. */
class RecordingFormatTest {
    @Property(tries = 500)
    void containersAreReadBackAsTheyWere(@ForAll("containers") Container container) throws IOException {
        DataInputStream in = written(out -> ContainerFrame.write(out, container));

        assertThat(ContainerFrame.read(in, true)).isEqualTo(container);
        assertThat(in.available()).isZero();
    }

    @Property(tries = 500)
    void isolationsAreReadBackAsTheyWere(@ForAll("isolations") Isolation isolation) throws IOException {
        DataInputStream in = written(out -> IsolationFrame.write(out, isolation));

        assertThat(IsolationFrame.read(in, true)).isEqualTo(isolation);
        assertThat(in.available()).isZero();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static DataInputStream written(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().ofMaxLength(20);
    }

    private static Arbitrary<CapabilitySet> capabilities() {
        return Arbitraries.longs().map(CapabilitySet::new);
    }

    @Provide
    Arbitrary<Container> containers() {
        Arbitrary<Container.Pod> pods = Combinators.combine(
                        text(),
                        text(),
                        text(),
                        text(),
                        Arbitraries.maps(text(), text()).ofMaxSize(4),
                        text())
                .as(Container.Pod::new);
        Arbitrary<Container.Security> security = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.longs(),
                        capabilities(),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        text())
                .as(Container.Security::new);
        return Combinators.combine(
                        text().list().ofSize(5),
                        pods,
                        Arbitraries.of(NamespaceKind.class).set(),
                        Arbitraries.longs(),
                        Arbitraries.of(Container.Role.class),
                        security)
                .as((texts, pod, granted, started, role, confined) -> new Container(
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        pod,
                        granted,
                        started,
                        Container.Identity.KNOWN,
                        role,
                        confined));
    }

    @Provide
    Arbitrary<Isolation> isolations() {
        Arbitrary<HostMount> mounts = Combinators.combine(
                        text(), text(), text(), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(HostMount::new);
        Arbitrary<IsolationDetail> details = Combinators.combine(
                        Arbitraries.of(true, false).list().ofSize(2),
                        capabilities(),
                        capabilities(),
                        text().set().ofMaxSize(4),
                        text().set().ofMaxSize(4),
                        Arbitraries.maps(text(), text()).ofMaxSize(4),
                        text().set().ofMaxSize(4),
                        text().set().ofMaxSize(4))
                .as((flags, inheritable, ambient, hidden, readOnly, misleading, devices, access) -> new IsolationDetail(
                        flags.get(0),
                        inheritable,
                        ambient,
                        hidden,
                        readOnly,
                        misleading,
                        devices,
                        flags.get(1),
                        access));
        return Combinators.combine(
                        Arbitraries.of(true, false).list().ofSize(3),
                        Arbitraries.of(NamespaceKind.class).set(),
                        capabilities(),
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        mounts.list().ofMaxSize(4),
                        text(),
                        details)
                .as((flags, shared, capabilities, seccomp, uid, hostMounts, label, detail) -> new Isolation(
                        flags.get(0),
                        shared,
                        capabilities,
                        seccomp,
                        flags.get(1),
                        flags.get(2),
                        uid,
                        hostMounts,
                        label,
                        detail));
    }
}
