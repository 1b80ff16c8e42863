using PipelineAnalytics.Web.Actions;
using PipelineAnalytics.Web.Questions;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Actions;

public sealed class JobRequestTests
{
    /// <summary>A Wednesday: the last complete week is that of 2025-11-17.</summary>
    private static readonly BusinessClock Clock = new(new ReplayTime(new DateTimeOffset(2025, 11, 26, 3, 0, 0, TimeSpan.Zero), TimeProvider.System), "Europe/Paris");

    [Fact]
    public void A_form_is_read_as_the_job_that_it_asks_for()
    {
        Assert.IsType<ChainRequest>(Read(("action", "chaine")));
        Assert.Equal("Recalcul des vues, toutes les semaines", Read(("action", "recalculer"), ("du", ""), ("au", "")).Title);
        var range = Assert.IsType<BackfillRequest>(Read(("action", "recalculer"), ("du", "2025-06-02"), ("au", "2025-06-23")));
        Assert.Equal((new Semaine(new DateOnly(2025, 6, 2)), new Semaine(new DateOnly(2025, 6, 23))), (range.Du!.Value, range.Au!.Value));
        Assert.Equal("Recalcul des vues, semaines du 2\u00a0juin\u00a02025 au 23\u00a0juin\u00a02025", range.Title);
        Assert.Equal(new Semaine(new DateOnly(2025, 11, 24)), Assert.IsType<WeekRequest>(Read(("action", "semaine"), ("semaine", "2025-11-24"))).Semaine);
    }

    [Theory]
    [InlineData("recalculer", "du", "2025-06-03", "n'est pas un lundi ; sa semaine est celle du 2025-06-02")]
    [InlineData("recalculer", "au", "2025-11-24", "n'est pas terminée ; la dernière qui l'est commence le 2025-11-17")]
    [InlineData("recalculer", "du", "2025-11-24", "n'est pas terminée ; la dernière qui l'est commence le 2025-11-17")]
    [InlineData("semaine", "semaine", "2025-12-01", "n'a pas commencé")]
    [InlineData("semaine", "semaine", "", "semaine est à donner")]
    [InlineData("semaine", "semaine", "0001-01-01", "aucune semaine ne se calcule avant")]
    [InlineData("effacer", "semaine", "", "n'est pas un travail qui se lance d'ici")]
    public void What_cannot_be_done_is_refused_in_french(string action, string field, string value, string told)
    {
        var refusal = Assert.Throws<QuestionException>(() => Read(("action", action), (field, value)));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused() =>
        Assert.Equal("du : la semaine du 2025-06-23 est après celle du 2025-06-02 (au).", Assert.Throws<QuestionException>(() => Read(("action", "recalculer"), ("du", "2025-06-23"), ("au", "2025-06-02"))).Message);

    private static JobRequest Read(params (string Name, string Value)[] fields) => JobRequest.Read(name => fields.Where(f => f.Name == name).Select(f => f.Value).FirstOrDefault(), Clock);
}
