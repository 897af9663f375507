using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;

namespace NotebookKit.Charts.Plotly;

/// <summary>Collects the traces and the layout of a figure for plotly.js 2 and 3.</summary>
internal sealed class PlotlyFigure
{
    private int axes, scenes;

    public JsonArray Data { get; } = [];

    public JsonObject Layout { get; } = new()
    {
        ["paper_bgcolor"] = "rgba(0,0,0,0)",
        ["plot_bgcolor"] = "rgba(0,0,0,0)",
        ["font"] = new JsonObject { ["color"] = "#808080" },
        ["margin"] = new JsonObject { ["l"] = 56, ["r"] = 24, ["t"] = 48, ["b"] = 48 },
        ["hovermode"] = "closest",
    };

    public static JsonObject Write(Figure figure)
    {
        var plotly = new PlotlyFigure();
        plotly.Layout["title"] = PlotlyJson.Title(figure.Title);
        if (figure.Width is { } width)
        {
            plotly.Layout["width"] = PlotlyJson.Number(width);
        }

        if (figure.Height is { } height)
        {
            plotly.Layout["height"] = PlotlyJson.Number(height);
        }

        figure.Content.WritePlotly(plotly, new(0, 0, 1, 1));
        // The words go along for programs that read the figure aloud; plotly.js leaves meta alone.
        plotly.Layout["meta"] = new JsonObject { ["description"] = PlotlyJson.Text(figure.AltText) };
        return new() { ["data"] = plotly.Data, ["layout"] = plotly.Layout };
    }

    /// <summary>A pair of axes in a part of the figure, whose box has its origin at the lower left and sides of 1.</summary>
    public PlotlyTraces AddAxes(JsonObject x, JsonObject y, Box part)
    {
        string number = ++axes == 1 ? "" : axes.ToString();
        x["domain"] = PlotlyJson.Numbers([part.Left, part.Right]);
        y["domain"] = PlotlyJson.Numbers([part.Top, part.Bottom]);
        (x["anchor"], y["anchor"]) = ("y" + number, "x" + number);
        (Layout["xaxis" + number], Layout["yaxis" + number]) = (x, y);
        return new(this, "x" + number, "y" + number);
    }

    /// <summary>A scene in space in a part of the figure; gives back its name.</summary>
    public string AddScene(JsonObject scene, Box part)
    {
        string name = ++scenes == 1 ? "scene" : "scene" + scenes;
        scene["domain"] = new JsonObject { ["x"] = PlotlyJson.Numbers([part.Left, part.Right]), ["y"] = PlotlyJson.Numbers([part.Top, part.Bottom]) };
        Layout[name] = scene;
        return name;
    }

    /// <summary>Adds to one of the layout's lists: annotations, shapes, images.</summary>
    public void Add(string list, JsonObject item)
    {
        if (Layout[list] is not JsonArray items)
        {
            Layout[list] = items = [];
        }

        items.Add(item);
    }

    /// <summary>Axes that are not seen, for drawings that bring their own places.</summary>
    public static JsonObject Hidden(double from, double to) => new() { ["visible"] = false, ["range"] = PlotlyJson.Numbers([from, to]) };
}
