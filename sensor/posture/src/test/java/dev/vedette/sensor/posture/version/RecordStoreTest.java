package dev.vedette.sensor.posture.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordStoreTest {
    private static final LocalDate BUILT_IN = VulnerabilityRecords.builtIn().date();
    private static final LocalDate TODAY = BUILT_IN.plusDays(100);

    @TempDir
    Path folder;

    @Test
    void newerRecordsAreKeptAndInForceFromThenOn() throws Exception {
        new RecordStore(folder).update(offer(records(BUILT_IN.plusDays(3))), TODAY);

        VulnerabilityRecords inForce = new RecordStore(folder).inForce();
        assertThat(inForce.date()).isEqualTo(BUILT_IN.plusDays(3));
        assertThat(inForce.vulnerabilities())
                .singleElement()
                .satisfies(v -> assertThat(v.cve()).isEqualTo("CVE-2099-0001"));
    }

    @Test
    void recordsThatAreNoNewerOrOfTheFutureAreRefused() throws Exception {
        RecordStore store = new RecordStore(folder);
        store.update(offer(records(BUILT_IN.plusDays(5))), TODAY);

        for (LocalDate date : new LocalDate[] {BUILT_IN, BUILT_IN.plusDays(4), BUILT_IN.plusDays(5)}) {
            assertThatThrownBy(() -> store.update(offer(records(date)), TODAY))
                    .isInstanceOf(MalformedRecordsException.class)
                    .hasMessageContaining("older ones are never taken");
        }
        assertThatThrownBy(() -> store.update(offer(records(TODAY.plusDays(2))), TODAY))
                .hasMessageContaining("yet to come");
        assertThat(store.inForce().date()).isEqualTo(BUILT_IN.plusDays(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {                                                                       | is not JSON: line 1
            []                                                                      | holds no records
            {'format':9,'date':'2099-01-01'}                                        | has format 9
            {'format':1,'date':'2099-01-01','vulnerabilities':[]}                   | has no vulnerabilities
            {'format':1,'date':'soon','vulnerabilities':[V]}                        | has the date soon
            {'format':1,'date':'2099-01-01','vulnerabilities':[{'cve':'C-1'}]}    | has no component in vulnerabilities[0]
            {'format':1,'date':'2099-01-01','vulnerabilities':[W]}                  | has never in vulnerabilities[0], which is no version
            {'format':1,'date':'2099-01-01','vulnerabilities':[V],'modules':[{}]}   | has no name in modules[0]
            """)
    void recordsThatAreNotWholeAreRefusedWithTheirPlace(String json, String said) throws IOException {
        String text = json.replace("V]", vulnerability("1.0") + "]")
                .replace("W]", vulnerability("never") + "]")
                .replace('\'', '"');
        Path file = offer(text);
        RecordStore store = new RecordStore(folder);

        assertThatThrownBy(() -> store.update(file, TODAY))
                .isInstanceOf(MalformedRecordsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said);
        assertThat(store.inForce().date()).isEqualTo(BUILT_IN);
    }

    @Test
    void keptRecordsThatWereSpoiledGiveWayToThoseBuiltIn() throws IOException {
        Files.writeString(folder.resolve("known-vulnerabilities.json"), "{ half");

        assertThat(new RecordStore(folder).inForce().date()).isEqualTo(BUILT_IN);
    }

    @Test
    void theBuiltInRecordsNameEachVulnerabilityOfAPartOnceWithItsSource() {
        VulnerabilityRecords records = VulnerabilityRecords.builtIn();

        assertThat(records.vulnerabilities())
                .extracting(v -> v.cve() + " " + v.component())
                .doesNotHaveDuplicates()
                .contains(
                        "CVE-2019-5736 runc",
                        "CVE-2024-21626 runc",
                        "CVE-2025-52881 runc",
                        "CVE-2021-25741 kubelet",
                        "CVE-2024-0132 nvidia-container-toolkit",
                        "CVE-2022-0847 kernel");
        assertThat(records.vulnerabilities()).allSatisfy(v -> {
            assertThat(v.cve()).matches("CVE-\\d{4}-\\d{4,7}");
            assertThat(v.source()).startsWith("https://");
            assertThat(v.fixed()).isNotEmpty();
            assertThat(v.title()).doesNotEndWith(".");
        });
        assertThat(records.modules())
                .extracting(VulnerabilityRecords.RiskyModule::name)
                .doesNotHaveDuplicates();
    }

    private Path offer(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "offered", ".json"), text);
    }

    private static String records(LocalDate date) {
        return ("{'format':1,'date':'" + date + "','vulnerabilities':[" + vulnerability("1.0") + "]}")
                .replace('\'', '"');
    }

    private static String vulnerability(String fixed) {
        return "{'cve':'CVE-2099-0001','component':'runc','severity':'high','title':'t','source':'https://x','fixed':['"
                + fixed + "']}";
    }

    @Test
    void whatIsNoTextAndWhatHasNoEndAreRefused() throws IOException {
        RecordStore store = new RecordStore(folder.resolve("refusing"));
        Path noText = Files.write(folder.resolve("no-text"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> store.update(noText, LocalDate.of(2026, 11, 22)))
                .isInstanceOf(MalformedRecordsException.class)
                .hasMessageStartingWith(noText.toString());
        assertThatThrownBy(() -> store.update(Path.of("/dev/zero"), LocalDate.of(2026, 11, 22)))
                .isInstanceOf(IOException.class)
                .hasMessage("is no regular file");
    }
}
