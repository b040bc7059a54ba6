def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.record().digest
assert facts.tag('registries/dev', 'promote-without-pom', '42') == digest
assert facts.tag('registries/dev', 'promote-without-pom', 'latest') == digest

def result = facts.json('release/first.json')
assert result.environment == 'dev'
assert result.outcome == 'promoted'
assert result.images.size() == 1
def image = result.images[0]
assert image.digest == digest
assert image.buildId == '42'
assert image.gav.toString().contains('promote-without-pom')
assert image.repository == 'promote-without-pom'
assert image.blobs.every { it.action == 'uploaded' }
assert image.documents*.artifactType == ['application/vnd.in-toto+json']
assert image.documents*.action == ['attached']
assert image.bytesUploaded > image.blobs*.size.sum()
assert image.record.startsWith('sha256:')

def again = facts.json('release/again.json')
assert again.outcome == 'unchanged'
assert again.images[0].bytesUploaded == 0
assert again.images[0].record == null

assert ['42', 'next', 'newest'].every { facts.tag('release/staging', 'promote-without-pom', it) == digest }
assert facts.tags('release/staging', 'promote-without-pom') == ['42', 'next', 'newest'] as Set

def failures = facts.failures()
assert failures.size() == 4
def registries = 'oci:' + facts.file('registries/dev').path
def gates = { name -> facts.json('release/' + name + '.json').images[0].gates.collectEntries { [it.gate, it.reason] } }

// Nobody vouches for it: refused with the property, before anything was written; and with it it goes, and says so.
assert failures[0].contains('it is not signed')
assert failures[0].contains(' -Dimage.allowRegistries=' + registries + ' ')
assert gates('first').environments.contains('unsigned build record')
assert facts.log().contains('which nobody vouches for (it is not signed): gates may be missing in it. To be sure of them, name')

// What lies under version 2.0 says that it is 1.0.
assert ["'it.image:promote-without-pom:2.0'", "the archive says build '42' of 'it.image:promote-without-pom:1.0'",
    "its build record says build '42' of 'it.image:promote-without-pom:1.0'"].every { failures[1].contains(it) }

// Signed by the key that is named: nothing else has to be. What was changed in it is not signed.
assert facts.log() =~ /The environments come from the build record of 'promote-without-pom:43', signed by key [0-9a-f]{12}/
assert facts.tag('registries/dev', 'promote-without-pom', '43') == digest
assert !gates('signed').containsKey('environments')
assert failures[2].contains('what was signed is another record than the one it shows')
assert failures[2].contains("environment 'dev' has <notifications>, <gitOps>")
assert failures[2].contains('-Dimage.trustedKeys=FILE')
assert facts.file('canary.yaml').text == 'image: old\n'

// It was promoted to under a signed record, and takes no unsigned one by accident.
assert failures[3].contains("the last promotion to '" + registries + "/promote-without-pom' was under a signed record")
assert failures[3].contains('add: -Dimage.allowUnsignedEnvironments')
assert facts.json('release/allowed.json').outcome == 'promoted'
assert facts.tag('registries/dev', 'promote-without-pom', '44') == digest
