package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.PlacedFact;
import dev.vedette.policy.model.RoleBound;
import dev.vedette.policy.model.RoleBound.Subject;
import dev.vedette.policy.model.RoleRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestRolesTest {
    private static List<PlacedFact> of(String text) {
        List<PlacedFact> all = new ArrayList<>();
        for (Manifest manifest : ManifestReader.readText("test.yaml", text).manifests()) {
            all.addAll(new ManifestRoles(new FieldReader("test.yaml"), 1).of(manifest));
        }
        return all;
    }

    @Test
    void eachRuleOfARoleIsAFactWithItsPlace() {
        List<PlacedFact> facts = of("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: ops
                  labels: {rbac.authorization.k8s.io/aggregate-to-view: "true", a: "true"}
                rules:
                  - {apiGroups: [""], resources: [pods, secrets], verbs: [get]}
                  - {apiGroups: [apps], resources: ["*"], resourceNames: [web], verbs: ["*"]}
                """);

        assertThat(facts).hasSize(2);
        RoleRule first = (RoleRule) facts.getFirst();
        assertThat(first.clusterWide()).isTrue();
        assertThat(first.role()).isEqualTo("ops");
        assertThat(first.groups()).containsExactly("");
        assertThat(first.resources()).containsExactly("pods", "secrets");
        assertThat(first.verbs()).containsExactly("get");
        assertThat(first.aggregatedTo()).containsExactly("view");
        assertThat(first.place().pointer()).isEqualTo("/rules/0");
        assertThat(((RoleRule) facts.get(1)).names()).containsExactly("web");
    }

    @Test
    void eachSubjectOfABindingIsAFact() {
        List<PlacedFact> facts = of("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: ops, namespace: shop}
                roleRef: {kind: ClusterRole, name: edit}
                subjects:
                  - {kind: ServiceAccount, name: default}
                  - {kind: ServiceAccount, name: ops, namespace: other}
                  - {kind: Group, name: "system:authenticated"}
                  - {kind: Novelty, name: x}
                """);

        assertThat(facts)
                .extracting(fact -> ((RoleBound) fact).subject())
                .containsExactly(Subject.SERVICE_ACCOUNT, Subject.SERVICE_ACCOUNT, Subject.GROUP);
        assertThat(facts).extracting(fact -> ((RoleBound) fact).namespace()).containsExactly("shop", "other", "");
        assertThat(facts).allSatisfy(fact -> {
            assertThat(((RoleBound) fact).role()).isEqualTo("edit");
            assertThat(((RoleBound) fact).clusterWide()).isFalse();
        });
        assertThat(facts.getFirst().place().pointer()).isEqualTo("/subjects/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: iam.acme.example/v1, kind: Role, metadata: {name: r}, rules: [{verbs: ['*']}]}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: r}, rules: [{verbs: ['*']}]}",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}, rules: none}"
            })
    void otherKindsAndOtherShapesGiveNone(String text) {
        assertThat(of(text)).isEmpty();
    }

    @Test
    void theItemsOfATypedListHaveNoVersion() {
        assertThat(of("{kind: RoleList, apiVersion: rbac.authorization.k8s.io/v1, items: [{metadata: {name: a},"
                        + " rules: [{verbs: [get], apiGroups: [''], resources: [pods]}]}]}"))
                .hasSize(1);
    }
}
