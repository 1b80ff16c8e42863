using System.Collections.Frozen;
using System.Reflection;

namespace PipelineAnalytics.Web.Questions;

/// <summary>The questions, found by their files: adding one is adding a <c>.sql</c> file to the folder of its page. The API, the CSV and the OpenAPI document enumerate them.</summary>
public static class QuestionCatalog
{
    private static readonly FrozenDictionary<string, Question> ByName = Read().ToFrozenDictionary(q => q.Name, StringComparer.Ordinal);

    public static IEnumerable<Question> All => ByName.Values.OrderBy(q => q.Name, StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">There is none of that name: a page's defect.</exception>
    public static Question Of(string name) => ByName[name];

    private static IEnumerable<Question> Read()
    {
        var here = Assembly.GetExecutingAssembly();
        foreach (var path in here.GetManifestResourceNames().Where(static n => n.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(here.GetManifestResourceStream(path)!);
            yield return Question.Parse(Path.GetFileNameWithoutExtension(path), reader.ReadToEnd());
        }
    }
}
