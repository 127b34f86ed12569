package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RoleBound.Subject;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Roles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-1030")
class RightsThatOpenClusterTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *           | *                            | *                                      | HIGH   | do everything
            impersonate | ''                           | users                                  | HIGH   | take on other users
            *           | ''                           | serviceaccounts                        | HIGH   | take on other users
            bind        | rbac.authorization.k8s.io    | clusterroles                           | HIGH   | give rights
            escalate    | *                            | *                                      | HIGH   | give rights
            get         | ''                           | nodes/proxy                            | HIGH   | kubelets
            create      | ''                           | pods/exec                              | HIGH   | run programs
            get         | ''                           | pods/attach                            | HIGH   | run programs
            create      | ''                           | */exec                                 | HIGH   | run programs
            patch       | ''                           | pods/ephemeralcontainers               | HIGH   | put containers
            create      | ''                           | serviceaccounts/token                  | HIGH   | make tokens
            update      | certificates.k8s.io          | certificatesigningrequests/approval    | HIGH   | approve or sign
            patch       | admissionregistration.k8s.io | mutatingwebhookconfigurations          | MEDIUM | at admission
            watch       | ''                           | configmaps,secrets                     | MEDIUM | read Secrets
            list        | *                            | *                                      | MEDIUM | read Secrets
            create      | ''                           | pods                                   | MEDIUM | make pods
            patch       | apps                         | daemonsets                             | MEDIUM | workloads
            create      | ''                           | persistentvolumes                      | LOW    | offer folders
            delete      | events.k8s.io                | events                                 | LOW    | record of events
            create      | ''                           | pods/portforward                       | MEDIUM | ports of pods
            sign        | certificates.k8s.io          | signers                                | MEDIUM | sign certificates
            update      | apiregistration.k8s.io       | apiservices                            | MEDIUM | part of the API
            delete      | admissionregistration.k8s.io | validatingwebhookconfigurations        | MEDIUM | at admission
            patch       | ''                           | namespaces                             | LOW    | labels that guard
            *           | storage.k8s.io               | *                                      | LOW    | learns to do next
            *           | *                            | leases                                 | LOW    | learns to do next
            """)
    void findsWhatARoleOfTheClusterOpens(String verbs, String group, String resources, Severity severity, String what) {
        Finding finding = JUDGE.only("VDT-1030", Roles.clusterRole("ops").allows(verbs, group, resources));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.message()).contains("ops", what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *           | *                         | *                     | LOW
            impersonate | ''                        | serviceaccounts       | MEDIUM
            bind        | rbac.authorization.k8s.io | roles                 | MEDIUM
            create      | ''                        | serviceaccounts/token | LOW
            *           | storage.k8s.io            | *                     | INFO
            """)
    void takesWhatOneNamespaceOpensForLess(String verbs, String group, String resources, Severity severity) {
        assertThat(JUDGE.only("VDT-1030", Roles.role("ops").allows(verbs, group, resources))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void takesKubeSystemForTheCluster() {
        assertThat(JUDGE.only(
                                "VDT-1030",
                                Roles.role("ops").inNamespace("kube-system").allows("get", "", "secrets"))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsWhatReadersAreGivenByALabel() {
        assertThat(JUDGE.only(
                                "VDT-1030",
                                Roles.clusterRole("more").takenOverBy("view").allows("get", "", "secrets"))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only(
                                "VDT-1030",
                                Roles.clusterRole("more").takenOverBy("edit").allows("get", "", "secrets"))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsNamedObjectsOnlyWhereTheyAreAll() {
        assertThat(JUDGE.judge(Roles.clusterRole("ops")
                        .onlyFor("cluster-admin")
                        .allows("bind", "rbac.authorization.k8s.io", "clusterroles")))
                .hasSize(1);
        assertThat(JUDGE.judge(Roles.clusterRole("ops")
                        .onlyFor("my-role")
                        .allows("bind", "rbac.authorization.k8s.io", "clusterroles")))
                .isEmpty();
        assertThat(JUDGE.judge(Roles.clusterRole("ops").onlyFor("my-config").allows("*", "*", "*")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get,list,watch | ''              | pods,services,nodes
            create,patch   | ''              | events
            *              | apps            | secrets
            *              | acme.example    | *
            get            | ''              | pods/log
            update         | coordination.k8s.io | leases
            create         | authentication.k8s.io | tokenreviews
            *              | storage.k8s.io  | storageclasses
            get,list       | batch           | *
            """)
    void isSilentOnOrdinaryRights(String verbs, String group, String resources) {
        assertThat(JUDGE.judge("VDT-1030", Roles.clusterRole("agent").allows(verbs, group, resources)))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatOneNamespaceMayDoWithItself() {
        assertThat(JUDGE.judge("VDT-1030", Roles.role("ci").allows("create,get,list", "", "pods,pods/exec,secrets")))
                .isEmpty();
    }

    @Test
    void isSilentOnTheRolesThatKubernetesMakes() {
        assertThat(JUDGE.judge("VDT-1030", Roles.clusterRole("cluster-admin").allows("*", "*", "*")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-1030", Roles.clusterRole("system:mine").allows("*", "*", "*")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "cluster-admin, SERVICE_ACCOUNT, ops, HIGH",
        "cluster-admin, USER, jane, HIGH",
        "view, USER, system:anonymous, HIGH",
        "view, GROUP, system:unauthenticated, HIGH",
        "view, GROUP, system:authenticated, MEDIUM",
        "cluster-admin, GROUP, system:serviceaccounts, HIGH",
        "ops, SERVICE_ACCOUNT, default, MEDIUM",
        "view, GROUP, system:masters, LOW"
    })
    void findsWhomARoleIsGivenTo(String role, Subject subject, String who, Severity severity) {
        Finding finding = JUDGE.only("VDT-1030", Roles.clusterRole(role).isGivenTo(subject, who));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.message()).contains(role, who);
    }

    @Test
    void takesABindingInOneNamespaceForLess() {
        assertThat(JUDGE.only("VDT-1030", Roles.role("cluster-admin").isGivenTo(Subject.USER, "jane"))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-1030", Roles.role("ops").isGivenTo(Subject.SERVICE_ACCOUNT, "default"))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only(
                                "VDT-1030",
                                Roles.role("cluster-admin")
                                        .inNamespace("kube-system")
                                        .isGivenTo(Subject.USER, "jane"))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource({
        "cluster-admin, GROUP, system:masters",
        "cluster-admin, GROUP, kubeadm:cluster-admins",
        "system:public-info-viewer, GROUP, system:unauthenticated",
        "system:discovery, GROUP, system:authenticated",
        "view, USER, jane",
        "ops, SERVICE_ACCOUNT, ops",
        "ops, USER, default",
        "view, SERVICE_ACCOUNT, system:authenticated"
    })
    void isSilentOnOrdinaryBindings(String role, Subject subject, String who) {
        assertThat(JUDGE.judge("VDT-1030", Roles.clusterRole(role).isGivenTo(subject, who)))
                .isEmpty();
    }
}
