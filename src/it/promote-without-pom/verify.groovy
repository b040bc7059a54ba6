def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.record().digest
assert facts.tag('registries/dev', 'promote-without-pom', '42') == digest
assert facts.tag('registries/dev', 'promote-without-pom', 'latest') == digest

def result = facts.json('release/target/image/promote-dev.json')
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

// What lies under version 2.0 says that it is 1.0.
assert ["'it.image:promote-without-pom:2.0'", "the archive says build '42' of 'it.image:promote-without-pom:1.0'",
    "its build record says build '42' of 'it.image:promote-without-pom:1.0'"].every { facts.failure().contains(it) }
