def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def members = ['one', 'two', 'three', 'chart']
def images = members - 'chart'
def before = images.collectEntries { [it, facts.json("build-8-${it}.json").digest] } + [chart: facts.record('chart').digest]
def after = members.collectEntries { [it, facts.record(it).digest] }
assert images.every { before[it] != after[it] }
// Null where the registry has no such tag.
def at = { repository, tag ->
    def manifest = new URL("http://$registry/v2/$repository/manifests/$tag").openConnection()
    manifest.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json')
    manifest.responseCode == 200 ? facts.sha256(manifest.inputStream.bytes) : null
}
def remote = { environment, member, tag -> at("release-$environment/release-$member", tag) }
def local = { environment, member, tag -> facts.tag('registries/' + environment, 'release-' + member, tag) }

// Locked in the reactor, and from the repository: the same builds, by their digests; of the project's own version and number.
['2026.11': '8', '2026.12': '43', '2027.01': '9'].each { version, number ->
    def release = facts.json('repository/it/image/november/' + version + '/november-' + version + '-release.json')
    assert release.type == 'release'
    assert release.name == 'it.image:november'
    assert release.version == version
    assert release.buildId == number
    assert release.members*.coordinates == ['chart', 'one', 'three', 'two'].collect { "it.image:release-$it:1.0" as String }
    assert release.members*.buildId.unique() == [version == '2027.01' ? '9' : '8']
    assert release.members*.digest == ['chart', 'one', 'three', 'two'].collect { (version == '2027.01' ? after : before)[it] }
    assert release.environments*.id == ['dev', 'test', 'prod']
    assert release.signature != null
}
assert facts.log().contains('Released it.image:november:2026.11, build 8, members: 4')

// Promoted as one: in the call that made it, without a POM although it was killed once, and in its own project.
members.each { member ->
    assert local('dev', member, '8') == before[member]
    ['dev', 'test', 'prod'].each { assert remote(it, member, '8') == before[member] }
    assert local('prod', member, '8') == before[member]
}
assert facts.log() =~ /The environments come from the release lock of 'it.image:november:2026.12', signed by key [0-9a-f]{12}/

// The next release reached prod, where the service never said so: back to what was there.
members.each { member ->
    assert remote('test', member, 'latest') == after[member]
    assert remote('prod', member, '9') == after[member]
    assert remote('prod', member, 'stable') == before[member]
    assert local('prod', member, 'stable') == before[member]
}

// The release itself is an artifact of one digest, in the repository that each environment names; it went back with them.
def releases = ['2026.11', '2026.12', '2027.01'].collectEntries { [it, at('release-dev/november', it)] }
assert releases.values().every() && releases.values().toSet().size() == 3
assert at('release-dev/november', 'latest') == releases['2027.01']
assert facts.tag('registries/dev', 'november', 'latest') == releases['2027.01']
assert at('release-test/november', '2026.11') == null
assert at('release-test/november', '2026.12') == releases['2026.12']
assert at('release-prod/releases', '2027.01') == releases['2027.01']
assert at('release-prod/releases', 'stable') == releases['2026.12']
assert facts.tag('registries/prod', 'releases', 'stable') == releases['2026.12']
assert at('release-prod/november', '2026.12') == null

// Where a plan was made and named, just that was done.
assert facts.json('target/image/plan-dev.json').images.size() == 5
assert facts.json('november/target/image/plan-prod.json').images.size() == 5

def failures = facts.failures()
assert failures.size() == 4
assert failures[1].contains("Refused the member 'it.image:release-two:[1.0]' of the release: a range of versions is no build.")
assert failures[2].contains("Promoted to 'prod', and rolled back to ")
assert failures[3] =~ /Refused the release 'it.image:november:2026.12': its member 'it.image:release-\w+:1.0' from .* is not the one that was released/
