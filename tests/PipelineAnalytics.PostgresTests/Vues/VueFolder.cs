namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>A directory of vues as an analyst would write them, gone at the end of the test.</summary>
internal sealed class VueFolder : IDisposable
{
    public const string Vue = "utilisateurs_par_jour";

    public const string Table = """
        create table utilisateurs_par_jour (
          semaine         date    not null,
          jour            date    not null,
          structure       varchar,
          nb_utilisateurs integer not null,
          constraint utilisateurs_par_jour_maille unique nulls not distinct (semaine, jour, structure)
        );
        comment on table utilisateurs_par_jour is 'Utilisateurs distincts par jour et structure.';
        """;

    public const string Model = """
        -- Users of each day: one row per week, day and structure.
        -- $1 first Monday, $2 last Monday.
        select semaine, jour, structure, count(distinct id_utilisateur) as nb_utilisateurs
        from public.evenement_engagement
        where semaine between $1 and $2
        group by semaine, jour, structure;
        """;

    public const string Check = "select * from public.utilisateurs_par_jour where semaine between $1 and $2 and nb_utilisateurs > 2;";

    public string Root { get; } = Directory.CreateTempSubdirectory("vues-").FullName;

    public static VueFolder WithOne()
    {
        var folder = new VueFolder();
        folder.Write(Vue, "table.sql", Table);
        folder.Write(Vue, "model.sql", Model);
        return folder;
    }

    public void Write(string vue, string file, string text)
    {
        var path = Path.Combine(Root, vue, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Remove(string vue) => Directory.Delete(Path.Combine(Root, vue), recursive: true);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
