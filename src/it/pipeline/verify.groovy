def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// One digest a build, wherever it went; prod is back at build 7, and no BuildId tag moved.
def seven = facts.json('build-7-image.json').digest
def eight = facts.record().digest
assert seven != eight
['dev', 'test', 'prod'].each { environment ->
    assert facts.tag('registries/' + environment, 'acme/shop', '7') == seven
    assert facts.tag('registries/' + environment, 'acme/shop', '8') == eight
}
assert facts.tag('registries/dev', 'acme/shop', 'latest') == eight
assert facts.tag('registries/test', 'acme/shop', 'latest') == eight
assert facts.tag('registries/prod', 'acme/shop', 'stable') == seven

// What stopped, and why.
def failures = facts.failures()
assert failures.size() == 5
assert failures[0].contains("'prod' has 0 of 2 approvals for 'acme/shop:7'")
assert failures[1] =~ /Promoted to 'prod', and this is not undone, but its service .* does not run .*acme\/shop:7 .*'8'/
assert failures[2] =~ /Rolled back 'prod', and this is not undone, but its service .* does not run .*acme\/shop:7 .*'8'/
assert failures[3] =~ /Rolled back nothing: .*build '8' .*was rejected .*'answers 500'/
assert failures[4] =~ /Promoted nothing: 'test' had 'acme\/shop:7' at .* left it: 'latest' of .* names build '8', .*image:rollback -Dimage.environment=test -Dimage.to=7; .*-Dimage.again/

// Whom prod told. One receiver failed each time, which is a warning.
def log = facts.log()
assert log.readLines().count { it.startsWith('[WARNING] Cannot notify webhook ') && it.contains('/broken') } == 3
assert log.readLines().count { it.contains('Notified webhook ') && it.contains('/told') } == 3
assert log.contains('  layers: 1 new, 1 gone, 1 the same')
assert log =~ /prod runs .*acme\/shop:8, says/

// The GitOps file names what prod runs; the rest of it is as it was.
def before = new File(sources, 'pipeline/deploy/kustomization.yaml').text
def after = facts.file('deploy/kustomization.yaml').text
assert after == before
    .replace('nowhere.example/acme/shop', "oci:${facts.file('registries/prod').canonicalPath}/acme/shop")
    .replace('sha256:' + '0' * 64, seven)

// The ledger, read back: three steps of prod, each signed, and the answers that let build 7 in.
def prod = facts.json('target/image/status.json').images[0].holdings.find { it.environment == 'prod' }
assert prod.flags == []
assert prod.current.buildId == '7' && prod.current.digest == seven
assert prod.promotions*.buildId == ['7', '8', '7']
assert prod.promotions*.rollback == [true, false, false]
assert prod.promotions*.standing == ['signed'] * 3
assert !prod.running.running && prod.running.buildId == '7' && prod.running.said == '8'
def gates = facts.json('prod-7.json').images[0].gates.collectEntries { [it.gate, it.outcome] }
assert gates == [requireSignature: 'pass', provenance: 'pass', documents: 'pass', 'after test': 'pass', approvals: 'pass']
def again = facts.json('target/image/promote-test.json')
assert again.outcome == 'refused'
assert again.images[0].gates.any { it.gate.startsWith('check ') && it.outcome == 'pass' }
assert again.images[0].gates.find { it.gate == 'history' }.outcome == 'fail'
assert log =~ /  pass  history  .*it goes there again \(-Dimage.again\)/
