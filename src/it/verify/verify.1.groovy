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
