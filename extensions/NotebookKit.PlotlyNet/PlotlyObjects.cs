using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using DynamicObject = DynamicObj.DynamicObj;
using LayoutShape = Plotly.NET.LayoutObjects.Shape;

namespace NotebookKit.PlotlyNet;

/// <summary>Makes Plotly.NET's objects of plotly's JSON.</summary>
/// <remarks>
/// Each part gets the class that Plotly.NET itself gives it (an axis is a LinearAxis, a title a Title), because its
/// functions look for these classes: they replace a part of another class instead of adding to it.
/// </remarks>
internal static class PlotlyObjects
{
    /// <summary>A chart with the data and the layout of a plotly figure.</summary>
    public static GenericChart Chart(JsonElement figure)
    {
        IEnumerable<Trace> traces = figure.GetProperty("data").EnumerateArray().Select(Trace);
        var layout = (Layout)Fill(new Layout(), figure.GetProperty("layout"));
        return GenericChart.fromFigure(new Plotly.NET.Figure(ListModule.OfSeq(traces), layout, ListModule.Empty<Frame>()));
    }

    private static Trace Trace(JsonElement json)
    {
        string type = json.TryGetProperty("type", out JsonElement name) ? name.GetString()! : "scatter";
        Trace trace = type switch
        {
            "surface" or "scatter3d" or "mesh3d" or "cone" or "streamtube" or "volume" or "isosurface" => new Trace3D(type),
            "scatterpolar" or "barpolar" => new TracePolar(type),
            "pie" or "sankey" or "sunburst" or "treemap" or "table" => new TraceDomain(type),
            _ => new Trace2D(type),
        };
        return (Trace)Fill(trace, json);
    }

    private static DynamicObject Fill(DynamicObject target, JsonElement json)
    {
        foreach (JsonProperty property in json.EnumerateObject())
        {
            target.SetProperty(property.Name, Value(property.Name, property.Value));
        }

        return target;
    }

    private static object? Value(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Fill(Part(name), json),
        JsonValueKind.Array => List(name, json),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt32(out int whole) ? whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // The commonest list by far is one of numbers, with gaps where there is none.
    private static object List(string name, JsonElement json)
    {
        JsonElement[] items = [.. json.EnumerateArray()];
        return items.All(item => item.ValueKind == JsonValueKind.Number) ? items.Select(item => item.GetDouble()).ToArray()
            : items.All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.Null) ? items.Select(item => item.ValueKind == JsonValueKind.Null ? (double?)null : item.GetDouble()).ToArray()
            : name switch
            {
                "annotations" => items.Select(item => (Annotation)Fill(new Annotation(), item)).ToArray(),
                "shapes" => items.Select(item => (LayoutShape)Fill(new LayoutShape(), item)).ToArray(),
                "images" => items.Select(item => (LayoutImage)Fill(new LayoutImage(), item)).ToArray(),
                _ => items.Select(item => Value(name, item)).ToArray(),
            };
    }

    private static DynamicObject Part(string name) => name switch
    {
        "title" => new Title(),
        "font" or "tickfont" or "textfont" => new Font(),
        "margin" => new Margin(),
        "legend" => new Legend(),
        "marker" => new Marker(),
        "line" => new Line(),
        "colorbar" => new ColorBar(),
        "contours" => new Contours(),
        "camera" => new Camera(),
        "error_x" or "error_y" => new Error(),
        _ when name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal) || name == "zaxis" => new LinearAxis(),
        _ when name.StartsWith("scene", StringComparison.Ordinal) => new Scene(),
        _ => new DynamicObject(),
    };
}
