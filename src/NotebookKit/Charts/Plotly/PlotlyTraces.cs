using System.Text.Json.Nodes;

namespace NotebookKit.Charts.Plotly;

/// <summary>Where the layers of one plot put their traces: every trace belongs to the plot's axes.</summary>
internal sealed class PlotlyTraces(PlotlyFigure figure, string x, string y)
{
    /// <summary>Adds a trace; without a name it stays out of the legend.</summary>
    public void Add(string type, string? name, JsonObject trace)
    {
        var full = new JsonObject { ["type"] = type, ["xaxis"] = x, ["yaxis"] = y };
        if (type is not ("heatmap" or "contour" or "image"))
        {
            full["showlegend"] = name is not null;
        }

        if (name is not null)
        {
            full["name"] = PlotlyJson.Text(name);
        }

        foreach (var (key, value) in trace)
        {
            full[key] = value?.DeepClone();
        }

        figure.Data.Add(full);
    }

    /// <summary>Adds an annotation, a shape or an image that lies on the axes.</summary>
    public void Add(string list, JsonObject item)
    {
        if (list != "shapes")
        {
            // On logarithmic axes plotly.js wants exponents for annotations and images, values for shapes.
            Exponent("x");
            Exponent("y");
        }

        (item["xref"], item["yref"]) = (item["xref"]?.DeepClone() ?? x, item["yref"]?.DeepClone() ?? y);
        figure.Add(list, item);

        void Exponent(string axis)
        {
            if (item[axis + "ref"] is null && item[axis] is { } value && (string?)figure.Layout[axis + "axis" + x[1..]]?["type"] == "log")
            {
                item[axis] = PlotlyJson.Number(Math.Log10((double)value.AsValue()));
            }
        }
    }

    /// <summary>A reference to an axis whose values run from 0 to 1 across the plot.</summary>
    public string Across(bool horizontal) => (horizontal ? x : y) + " domain";
}
