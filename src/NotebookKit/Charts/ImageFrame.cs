using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A rectangle on an image of an <see cref="ImageGrid"/>, in pixels of the image, with a word above it.</summary>
/// <param name="Left">Where it begins on x.</param>
/// <param name="Top">Where it begins on y.</param>
/// <param name="Right">Where it ends on x.</param>
/// <param name="Bottom">Where it ends on y.</param>
/// <param name="Text">What stands above it, or inside where there is no room above.</param>
/// <param name="Color">Its colour; the first of the palette when null.</param>
/// <param name="Dashed">Whether its line is broken, as for what is true beside what was found.</param>
public readonly record struct ImageFrame(double Left, double Top, double Right, double Bottom, string? Text = null, Color? Color = null, bool Dashed = false)
{
    private const double FontSize = 10;

    /// <summary>The word and the corners, in a line.</summary>
    public override string ToString() => $"{Text ?? "a frame"} at {NumberText.Short(Left)}, {NumberText.Short(Top)} to {NumberText.Short(Right)}, {NumberText.Short(Bottom)}";

    internal void Draw(SvgCanvas canvas, Box image, double scale)
    {
        Color paint = Color ?? Palette.At(0);
        Box place = new(image.Left + (Left * scale), image.Top + (Top * scale), image.Left + (Right * scale), image.Top + (Bottom * scale));
        canvas.Rect(place, $"fill=\"none\" stroke=\"{paint.Hex}\" stroke-width=\"1.6\"{(Dashed ? " stroke-dasharray=\"4 2\"" : "")}", Text);
        if (Text is null)
        {
            return;
        }

        // On a strip of the frame's colour, so that it can be read on any picture.
        double wide = Math.Min(TextSize.Width(Text, FontSize) + 4, image.Width), left = Math.Clamp(place.Left, image.Left, image.Right - wide);
        double bottom = place.Top - image.Top >= FontSize + 3 ? place.Top : Math.Max(image.Top, place.Top) + FontSize + 3;
        canvas.Rect(new(left, bottom - FontSize - 3, left + wide, bottom), $"fill=\"{paint.Hex}\"");
        canvas.Text(left + 2, bottom - 3, TextSize.Shorten(Text, wide, FontSize), "v", tooltip: Text, fill: "#fff");
    }

    internal void WritePlotly(PlotlyTraces traces, double left, double top)
    {
        traces.Add("shapes", new JsonObject
        {
            ["type"] = "rect",
            ["x0"] = PlotlyJson.Number(left + Left),
            ["y0"] = PlotlyJson.Number(top + Top),
            ["x1"] = PlotlyJson.Number(left + Right),
            ["y1"] = PlotlyJson.Number(top + Bottom),
            ["line"] = new JsonObject { ["color"] = (Color ?? Palette.At(0)).Hex, ["width"] = 1.6, ["dash"] = Dashed ? "dash" : "solid" },
        });
        if (Text is not null)
        {
            traces.Add("annotations", new JsonObject
            {
                ["text"] = PlotlyJson.Text(Text),
                ["x"] = PlotlyJson.Number(left + Left),
                ["y"] = PlotlyJson.Number(top + Top),
                ["xanchor"] = "left",
                ["yanchor"] = "bottom",
                ["showarrow"] = false,
            });
        }
    }
}
