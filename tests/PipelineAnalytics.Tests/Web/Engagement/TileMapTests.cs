using PipelineAnalytics.Web.Pages.Engagement;
using Xunit;

namespace PipelineAnalytics.Tests.Web.Engagement;

public sealed class TileMapTests
{
    [Fact]
    public void There_are_the_departments_of_the_mainland_and_of_overseas_each_once()
    {
        var codes = Enumerable.Range(1, 95).Where(n => n != 20).Select(n => $"{n:00}").Concat(["2A", "2B", "971", "972", "973", "974", "976"]);
        Assert.Equal(codes.Order(StringComparer.Ordinal), TileMap.Departements.Select(t => t.Code).Order(StringComparer.Ordinal));
        Assert.Equal("Paris", TileMap.NomDuDepartement("75"));
        Assert.Equal("978", TileMap.NomDuDepartement("978"));
    }

    [Fact]
    public void No_two_departments_share_a_square() =>
        Assert.Equal(TileMap.Departements.Count, TileMap.Departements.DistinctBy(t => (t.Colonne, t.Ligne)).Count());

    [Fact]
    public void Every_region_of_a_department_has_a_label_and_no_other_has() =>
        Assert.Equal(TileMap.Departements.Select(t => t.Region).Distinct().Order(StringComparer.Ordinal), TileMap.Regions.Select(r => r.Nom).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_region_is_in_one_piece_and_its_label_stands_within_its_squares() => Assert.All(TileMap.Regions, region =>
    {
        var tiles = TileMap.Departements.Where(t => t.Region == region.Nom).ToList();
        var reached = new HashSet<Tile> { tiles[0] };
        while (tiles.Where(t => reached.Any(r => Touches(r, t))).Any(reached.Add)) { }
        Assert.Equal(tiles.Count, reached.Count);
        Assert.Contains(tiles, t => Math.Abs(t.Colonne - region.Colonne) <= 0.5 && Math.Abs(t.Ligne - region.Ligne) <= 0.5);
    });

    private static bool Touches(Tile a, Tile b) => Math.Abs(a.Colonne - b.Colonne) + Math.Abs(a.Ligne - b.Ligne) == 1;
}
