import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def result = facts.json('target/image/verify-dev.json')
assert result.outcome == 'verified'
assert result.trustedKeys.size() == 1
def checks = result.images[0].checks
assert checks.every { it.outcome in ['pass', 'info'] }
assert checks*.name.containsAll(['archive', 'tag', 'content', 'documents', 'records'])
assert checks.any { it.outcome == 'pass' && it.reason.contains('signed by key') }
// Nobody finds key or passphrase.
assert !facts.log().contains('it-passphrase')
assert !facts.log().contains('PRIVATE KEY')

// What went with the image, read from the registry without the plugin.
def layout = facts.file('registries/dev/verify')
def blob = { digest -> new File(layout, 'blobs/' + digest.replace(':', '/')) }
def json = { digest -> new JsonSlurper().parse(blob(digest)) }
def record = facts.record()
def listed = new JsonSlurper().parse(new File(layout, 'index.json')).manifests.findAll { it.artifactType }
assert listed.every { json(it.digest).subject.digest == record.digest }
def files = listed.collectEntries { [it.artifactType, json(it.digest).layers[0]] }
assert blob(files['application/spdx+json'].digest).text == facts.file('sbom.spdx.json').text
assert blob(files['application/vnd.cyclonedx+json'].digest).text == facts.file('target/bom.json').text
def predicates = listed.findAll { it.artifactType == 'application/vnd.dev.sigstore.bundle.v0.3+json' }.collectEntries {
    def bundle = json(json(it.digest).layers[0].digest)
    assert bundle.dsseEnvelope.payloadType == 'application/vnd.in-toto+json'
    def statement = new JsonSlurper().parseText(new String(bundle.dsseEnvelope.payload.decodeBase64(), 'UTF-8'))
    assert statement.subject*.digest == [[sha256: record.digest - 'sha256:']]
    [statement.predicateType, statement.predicate]
}

def provenance = predicates['https://slsa.dev/provenance/v1']
assert provenance.runDetails.builder.id.startsWith('https://imagepromotion.github.io/builder/')
assert provenance.runDetails.metadata.invocationId == '42'
def parameters = provenance.buildDefinition.externalParameters
assert parameters.goal == 'image:build'
assert parameters.project == 'it.image:verify:1.0'
assert parameters.repository == 'verify'
assert parameters.environments*.id == ['dev']
assert parameters.environments[0].trust.requireSignature
assert parameters.configuration.toString().contains('/base')
def dependencies = provenance.buildDefinition.resolvedDependencies
assert dependencies.find { it.name.startsWith('base image ') }.digest.sha256 == record.base.digest - 'sha256:'
assert record.vcs == null || dependencies.find { it.name == 'sources' }.digest.gitCommit == record.vcs.revision
def library = dependencies.find { it.uri == 'pkg:maven/org.jspecify/jspecify@1.0.0?type=jar' }
def jar = new File(localRepositoryPath, 'org/jspecify/jspecify/1.0.0/jspecify-1.0.0.jar')
assert library.digest.sha256 == facts.sha256(jar) - 'sha256:'
def named = provenance.runDetails.byproducts*.digest*.sha256
assert named.containsAll(files.findAll { it.key.contains('+json') && !it.key.contains('bundle') }.values()*.digest.collect { it - 'sha256:' })

def promotion = predicates['https://imagepromotion.github.io/promotion/v1']
assert promotion.environment == 'dev'
assert promotion.registry == 'oci:' + facts.file('registries/dev').path
assert promotion.repository == 'verify'
assert promotion.digest == record.digest
assert promotion.buildId == '42'
assert promotion.gav == 'it.image:verify:1.0'
assert promotion.tags == [[tag: '42'], [tag: 'latest']]
assert promotion.from && promotion.at && promotion.by == [user: 'ada'] && promotion.plugin
assert promotion.gates.findAll { it.outcome == 'pass' }*.gate.containsAll(['requireSignature', 'requireDocuments sbom', 'documents'])
assert promotion.follows == []
assert (predicates.keySet() as List).contains('https://sigstore.dev/cosign/sign/v1')

// Other programs go by the schema.
def schema = new JsonSlurper().parse(new File(sources, '../../docs/schemas/promotion-record-v1.schema.json'))
def check
check = { rules, value, at ->
    rules = rules.'$ref' ? schema.'$defs'[rules.'$ref' - '#/$defs/'] : rules
    if (value instanceof Map) {
        assert value.keySet().containsAll(rules.required ?: []): at
        assert rules.properties.keySet().containsAll(value.keySet()): at
        value.each { name, member -> check(rules.properties[name], member, "$at/$name") }
    } else if (value instanceof List) {
        value.each { check(rules.items, it, at + '[]') }
    } else {
        assert !rules.pattern || value ==~ rules.pattern: at
        assert !rules.enum || value in rules.enum: at
    }
}
check(schema, promotion, '')
true
