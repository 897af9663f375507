using System.Globalization;
using System.Net;
using System.Text.Json;

namespace NotebookKit.PlotlyNet;

/// <summary>Reads numbers and texts of plotly's JSON.</summary>
internal static class PlotlyData
{
    /// <summary>A property, or null where it is not there or null.</summary>
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; plotly reads marks such as &amp;lt; in it.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Find(name) is { ValueKind: JsonValueKind.String } text ? WebUtility.HtmlDecode(text.GetString()) : null;

    /// <summary>A title, which is an object with a text or, in old charts, the text itself; an empty one is none.</summary>
    public static string? Title(this JsonElement json)
    {
        string? text = json.Find("title") is { ValueKind: JsonValueKind.Object } title ? title.Text("text") : json.Text("title");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A list: plain, or the bytes of an array of numbers as plotly.js 2.28 and later read them; null where it is not there.</summary>
    public static IReadOnlyList<object?>? List(this JsonElement json, string name) => json.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Value)],
        { ValueKind: JsonValueKind.Object } encoded when encoded.Find("bdata") is { } data => Decoded(encoded.Text("dtype") ?? string.Empty, data.GetBytesFromBase64()),
        _ => throw new NotSupportedException($"ToFigure: '{name}' is no list of values; show the chart itself."),
    };

    /// <summary>The numbers of a list; null where one of them is a text.</summary>
    public static double[]? Numbers(IReadOnlyList<object?> list) =>
        list.All(value => value is null or double) ? [.. list.Select(value => value as double? ?? double.NaN)] : null;

    /// <summary>The numbers of a list that may hold no text.</summary>
    public static double[] Needed(IReadOnlyList<object?> list, string name) =>
        Numbers(list) ?? throw new NotSupportedException($"ToFigure: '{name}' holds texts where a figure needs numbers; show the chart itself.");

    /// <summary>The rows of a matrix.</summary>
    public static double[][] Rows(this JsonElement json, string name)
    {
        if (json.Find(name) is not { ValueKind: JsonValueKind.Array } rows || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
        {
            throw new NotSupportedException($"ToFigure: '{name}' is no list of rows; show the chart itself.");
        }

        return [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN).ToArray())];
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Null => null,
        JsonValueKind.String => WebUtility.HtmlDecode(json.GetString()),
        JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        _ => throw new NotSupportedException("ToFigure: a list within a list of values; show the chart itself."),
    };

    private static object?[] Decoded(string dtype, byte[] bytes)
    {
        (int size, Func<int, double> read) = dtype switch
        {
            "f8" or "float64" => (8, (Func<int, double>)(at => BitConverter.ToDouble(bytes, at))),
            "f4" or "float32" => (4, at => BitConverter.ToSingle(bytes, at)),
            "i4" or "int32" => (4, at => BitConverter.ToInt32(bytes, at)),
            "u4" or "uint32" => (4, at => BitConverter.ToUInt32(bytes, at)),
            "i2" or "int16" => (2, at => BitConverter.ToInt16(bytes, at)),
            "u2" or "uint16" => (2, at => BitConverter.ToUInt16(bytes, at)),
            "i1" or "int8" => (1, at => (sbyte)bytes[at]),
            "u1" or "uint8" or "c1" or "uint8clamped" => (1, at => bytes[at]),
            _ => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"ToFigure: numbers of the kind '{dtype}'; show the chart itself.")),
        };
        return [.. Enumerable.Range(0, bytes.Length / size).Select(i => (object?)read(i * size))];
    }
}
