def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def failures = facts.failures()
assert failures.size() == 2
assert failures[0].contains("'prod' has 0 of 1 approvals")
assert failures[1].contains("was rejected at") && failures[1].contains("'leaks'")

// One digest, where it was let through.
def digest = facts.record().digest
assert facts.tag('registries/prod', 'gates', '42') == digest
assert facts.tag('registries/prod', 'gates', 'stable') == digest
assert facts.tag('registries/eu', 'gates', '42') == digest

def prod = facts.json('target/image/promote-prod.json')
assert prod.outcome == 'promoted'
def gates = prod.images[0].gates.collectEntries { [it.gate, it.outcome] }
assert gates['approvals'] == 'pass' && gates['after test'] == 'pass' && gates['freeze'] == 'pass' && gates['only releases'] == 'pass'
assert facts.json('target/image/promote-eu.json').images[0].gates.any { it.gate == 'rejected' && it.outcome == 'pass' }

def log = facts.log()
assert log.contains('  wait  approvals')
assert log.contains("Approved for prod: ")
assert log.contains("Rejected: ")
assert !log.contains('PRIVATE KEY')
