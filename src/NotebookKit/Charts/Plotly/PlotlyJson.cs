using System.Globalization;
using System.Text.Json.Nodes;

namespace NotebookKit.Charts.Plotly;

/// <summary>Numbers, texts and colours in the form that plotly.js reads.</summary>
internal static class PlotlyJson
{
    /// <summary>A number with seven digits, more than a screen can show; null, a gap, for what is not finite.</summary>
    public static JsonNode? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    public static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(value => (JsonNode?)Text(value))];

    /// <summary>The rows of a matrix.</summary>
    public static JsonArray Rows(NumberGrid grid) =>
        [.. Enumerable.Range(0, grid.Rows).Select(row => (JsonNode?)Numbers(Enumerable.Range(0, grid.Columns).Select(column => grid[row, column])))];

    /// <summary>Text that plotly.js shows as it is; unescaped, it would read tags such as links in it.</summary>
    public static string Text(string text) => string.Concat(text.Where(c => !char.IsControl(c)))
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    public static JsonObject Title(string? text) => new() { ["text"] = Text(text ?? "") };

    /// <summary>A colour scale as pairs of position and colour.</summary>
    public static JsonArray Scale(ColorScale scale) =>
        [.. Enumerable.Range(0, 17).Select(i => (JsonNode?)new JsonArray(i / 16.0, scale.At(i / 16.0).Hex))];

    /// <summary>A colour with an opacity, 0 to 1.</summary>
    public static string Pale(Color color, double opacity) => string.Create(CultureInfo.InvariantCulture, $"rgba({color.R},{color.G},{color.B},{opacity:0.##})");

    /// <summary>An axis of a plot.</summary>
    public static JsonObject Axis(Axis axis)
    {
        var json = new JsonObject { ["title"] = Title(axis.Label), ["automargin"] = true };
        if (axis.Log)
        {
            json["type"] = "log";
        }

        if (axis is { Min: { } min, Max: { } max } && (!axis.Log || (min > 0 && max > 0)))
        {
            json["range"] = axis.Log ? Numbers([Math.Log10(min), Math.Log10(max)]) : Numbers([min, max]);
        }

        if (axis.Categories is { } names)
        {
            json["tickmode"] = "array";
            json["tickvals"] = Numbers(Enumerable.Range(0, names.Count).Select(i => (double)i));
            json["ticktext"] = Texts(names);
        }

        return json;
    }
}
