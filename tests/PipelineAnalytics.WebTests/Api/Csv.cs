using System.Text;

namespace PipelineAnalytics.WebTests.Api;

/// <summary>Reads a file with semicolons as a spreadsheet would: cells in quotes may hold anything.</summary>
internal static class Csv
{
    public static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"': cell.Append(text[++i]); break;
                case '"': quoted = !quoted; break;
                case ';' when !quoted: End(); break;
                case '\n' when !quoted: End(); rows.Add([]); break;
                case '\r' when !quoted: break;
                default: cell.Append(text[i]); break;
            }
        }

        if (cell.Length > 0 || rows[^1].Count > 0) End();
        else rows.RemoveAt(rows.Count - 1);
        return rows;

        void End()
        {
            rows[^1].Add(cell.ToString());
            cell.Clear();
        }
    }
}
