using FsCheck;
using FsCheck.Fluent;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>
/// Sources with few users, few groups and much mischief. For a property:
/// <c>[Property(Arbitrary = [typeof(RandomSource)])]</c> gives <see cref="RawSource"/>
/// and <see cref="Oracle.TwoNights"/>, in Europe/Paris.
/// </summary>
public static class RandomSource
{
    public const string Paris = "Europe/Paris";

    private const string Anne = "anne@exemple.test";
    private const string Luc = "luc@exemple.test";

    private static readonly string[] IdsAgences = ["a1", "a2", "a3"];

    public static Arbitrary<RawSource> OneNight() => Arb.From(Source(Paris), Shrunk);

    public static Arbitrary<TwoNights> Nights() => Arb.From(TwoNights(Paris), Shrunk);

    /// <summary>The same source for the same seed. About five events for each unit of size.</summary>
    public static RawSource Sample(ulong seed, int size, string zoneId = Paris) => Sampled(Source(zoneId), seed, size);

    /// <inheritdoc cref="Sample"/>
    public static TwoNights SampleTwoNights(ulong seed, int size, string zoneId = Paris) => Sampled(TwoNights(zoneId), seed, size);

    private static T Sampled<T>(Gen<T> generator, ulong seed, int size)
        => generator.Sample(numberOfSamples: 1, new Rnd(seed), size).Single();

    private static Gen<RawSource> Source(string zoneId)
        => from mondays in Gen.Shuffle<DateOnly>(Moments.Mondays)
           from evenements in Evenements(new Moments(TimeZoneInfo.FindSystemTimeZoneById(zoneId), mondays[..2]))
           from mirror in Mirror
           select mirror with { Evenements = evenements };

    private static Gen<TwoNights> TwoNights(string zoneId)
        => from second in Source(zoneId)
           from mirror in Mirror
           from early in Gen.ListOf(Gen.Elements(true, false), second.Evenements.Count)
           select new TwoNights(mirror with { Evenements = [.. second.Evenements.Where((_, index) => early[index])] }, second);

    private static Gen<RawSource> Mirror
        => from jeunes in Gen.CollectToList(RandomEvenements.IdsJeunes, Jeune)
           from conseillers in Gen.CollectToList(RandomEvenements.IdsConseillers, Conseiller)
           from agences in Gen.CollectToList(IdsAgences, Agence)
           from count in Gen.Elements(0, 2, 3, 4)
           from flips in Gen.CollectToList(Enumerable.Range(1, count), FeatureFlip)
           select new RawSource([], jeunes, conseillers, agences, flips);

    private static Gen<List<RawEvenement>> Evenements(Moments moments)
        => Gen.Sized(size =>
            from stories in Gen.ListOf(new RandomEvenements(moments).Story, 1 + size)
            from shuffled in Gen.Shuffle(stories.SelectMany(story => story))
            select shuffled.Select((evenement, index) => evenement with { Id = 1 + (3 * index) }).ToList());

    private static Gen<RawJeune> Jeune(string id)
        => from current in Gen.Elements("c1", "c1", "c2", "c3", "deux-tables", "disparu", "", null)
           from initial in Gen.Elements("c1", "c2", "c4", "disparu", null, null)
           from structure in Gen.Elements("MILO", "MILO", "MILO", "MILO_PACEA", "POLE_EMPLOI", null)
           from dispositif in Gen.Elements("CEJ", "PACEA", "PACEA", "AIJ", null)
           select new RawJeune(id, current, initial, structure, dispositif);

    private static Gen<RawConseiller> Conseiller(string id)
        => from email in Gen.Elements(Anne, Anne, Anne, Luc, Luc, "", null)
           from structure in Gen.Elements("MILO", "POLE_EMPLOI", null)
           from agence in Gen.Elements("a1", "a1", "a2", "a3", "disparue", null)
           select new RawConseiller(id, email, structure, agence);

    private static Gen<RawAgence> Agence(string id)
        => from nom in Gen.Elements("Agence d'Ô", "Agence \"Nord\"", "Agence Sud", "", null)
           from region in Gen.Elements("Île-de-France", "Bretagne", "NON RENSEIGNE", null)
           from departement in Gen.Elements("75", "2A", "", null)
           select new RawAgence(id, nom, region, departement);

    private static Gen<RawFeatureFlip> FeatureFlip(int id)
        => from email in Gen.Elements(Anne, Anne, Anne, Luc, "Anne@exemple.test", "", null)
           from tag in Gen.Elements("DEMARCHES_IA", "DEMARCHES_IA", "DEMARCHES_IA", "AUTRE", "demarches_ia")
           select new RawFeatureFlip(id, email, tag);

    private static IEnumerable<TwoNights> Shrunk(TwoNights nights)
        => Shrunk(nights.Second).Select(second => new TwoNights(
                nights.First with { Evenements = [.. nights.First.Evenements.Where(e => second.Evenements.Any(left => left.Id == e.Id))] },
                second))
            .Concat(Shrunk(nights.First).Select(first => nights with { First = first }));

    /// <summary>Fewer events first, for they are many; then the rest. What remains is what the failure needs.</summary>
    private static IEnumerable<RawSource> Shrunk(RawSource rows)
        => WithFewer(rows.Evenements).Select(fewer => rows with { Evenements = fewer })
            .Concat(WithFewer(rows.FeatureFlips).Select(fewer => rows with { FeatureFlips = fewer }))
            .Concat(WithFewer(rows.Jeunes).Select(fewer => rows with { Jeunes = fewer }))
            .Concat(WithFewer(rows.Conseillers).Select(fewer => rows with { Conseillers = fewer }))
            .Concat(WithFewer(rows.Agences).Select(fewer => rows with { Agences = fewer }));

    // Halves, then quarters, down to one by one: a few runs of the pipeline, where one by one alone would need hundreds.
    private static IEnumerable<IReadOnlyList<T>> WithFewer<T>(IReadOnlyList<T> rows)
    {
        for (var length = (rows.Count + 1) / 2; length > 0; length = length == 1 ? 0 : (length + 1) / 2)
        {
            for (var start = 0; start < rows.Count; start += length)
            {
                yield return [.. rows.Take(start), .. rows.Skip(start + length)];
            }
        }
    }
}
