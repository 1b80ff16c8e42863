using System.Runtime.CompilerServices;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Oracle;

/// <summary>Random data proves nothing of what it never holds: a few samples must hold what each rule is about.</summary>
public sealed class RandomSourceTests
{
    private static readonly List<RawSource> Samples = [.. Enumerable.Range(1, 8).Select(seed => RandomSource.Sample((ulong)seed, 80))];

    private static readonly List<(RawSource Rows, AnalyticsContents Contents)> Answers =
        [.. Samples.Select(rows => (rows, Expectation.Of(rows, RandomSource.Paris, [.. Moments.Mondays])))];

    [Fact]
    public void The_same_seed_gives_the_same_source()
        => Assert.Equal(Samples[2].ToString(), RandomSource.Sample(3, 80).ToString());

    [Fact]
    public void Each_indicator_of_engagement_is_met_and_differs_from_its_neighbours()
    {
        var all = Answers.SelectMany(answer => answer.Contents.Engagement).Select(row => row.Utilisateurs).ToList();

        AssertOften(all, e => e.DeuxMois > e.UnMois);
        AssertOften(all, e => e.UnMois > e.DeuxEvenementsDansLaSemaine);
        AssertOften(all, e => e.DeuxEvenementsDansLaSemaine > e.EngagesDeuxJoursDansLaSemaine);
        AssertOften(all, e => e.EngagesDeuxJoursDansLaSemaine > 0);
        AssertOften(all, e => e.ActifsTroisSemainesSurSix > e.ActifsQuatreSemainesSurSix);
        AssertOften(all, e => e.ActifsQuatreSemainesSurSix > 0);
        AssertOften(all, e => e.EngagesDeuxJoursDansLaSemaine > 2 || e.ActifsTroisSemainesSurSix > 2);
    }

    [Fact]
    public void After_two_nights_the_nation_is_not_the_sum_of_its_departments()
    {
        var nights = Enumerable.Range(1, 4).Select(seed => RandomSource.SampleTwoNights((ulong)seed, 40)).ToList();

        AssertOften(nights, each => Expectation.Of(each, RandomSource.Paris, [.. Moments.Mondays]) is var contents
            && contents.Engagement.Sum(row => row.Utilisateurs.ActifsTroisSemainesSurSix)
            != contents.EngagementNational.Sum(row => row.Utilisateurs.ActifsTroisSemainesSurSix), atLeast: 3);
    }

    [Fact]
    public void Each_level_of_fonctionnalites_differs_from_its_neighbours()
    {
        var all = Answers.SelectMany(answer => answer.Contents.Fonctionnalites).ToList();

        AssertOften(all, row => row.ParNom != row.ParAction && row.ParAction != row.ParCategorie && row.ParCategorie != row.Total);
        AssertOften(all, row => row.Total.NbUsers < row.Total.NbAe && row.Total.NbUsers > 1);
        AssertOften(all, row => row.ParNom.NbUsers > 1 && row.ParNom.NbAe > row.ParNom.NbUsers);
        AssertOften(all, row => row.ParNom.NbUsers == 0);
        AssertOften(all, row => row.Categorie is null || row.Action is null || row.Nom is null || row.TypeUtilisateur is null);
    }

    [Fact]
    public void Demarches_ia_keeps_some_and_leaves_some()
        => AssertOften(Answers, answer => answer.Contents.FonctionnalitesDemarchesIa.Count is var kept
            && kept > 0 && kept < answer.Contents.Fonctionnalites.Count, atLeast: 3);

    [Fact]
    public void Events_are_relabelled_located_late_and_undated()
    {
        var pairs = Answers.SelectMany(answer => answer.Rows.Evenements.Zip(answer.Contents.Evenements)).ToList();

        AssertOften(pairs, e => e.First.Structure == "MILO" && e.Second.Structure == "MILO_PACEA");
        AssertOften(pairs, e => e.First.Structure == "MILO_PACEA" && e.Second.Structure == "MILO");
        AssertOften(pairs, e => e.Second.Departement is not null && e.Second.Region is null);
        AssertOften(pairs, e => e.Second.Region is not null && e.Second.TypeUtilisateur == "JEUNE");
        AssertOften(pairs, e => e.First.DateEvenement is null);
        AssertOften(pairs, e => e.Second.Jour < new DateOnly(2022, 1, 1));
        AssertOften(pairs, e => e.Second.Jour is { } jour && jour != DateOnly.FromDateTime(e.First.DateEvenement!.Value.UtcDateTime));
    }

    [Fact]
    public void A_row_twice_is_not_a_row_once_and_the_message_says_which()
    {
        var message = Difference.Between("une_table", ["a", "a", "b"], ["a", "b", "c"]);

        Assert.Equal("une_table: 1 missing, 1 extra, 3 expected\n  missing \"a\"\n  extra   \"c\"", message);
        Assert.Null(Difference.Between(Answers[0].Contents, Answers[0].Contents));
    }

    private static void AssertOften<T>(
        List<T> all, Predicate<T> fact, int atLeast = 5, [CallerArgumentExpression(nameof(fact))] string? rule = null)
        => Assert.True(all.FindAll(fact).Count >= atLeast, $"{rule}: {all.FindAll(fact).Count} of {all.Count}: too few to prove anything");
}
