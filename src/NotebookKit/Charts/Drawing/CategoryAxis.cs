namespace NotebookKit.Charts.Drawing;

/// <summary>The names below the bars: level where they fit, else slanted, else only every few.</summary>
/// <remarks>Where some names are empty the caller has chosen which to show, and none of those is left out.</remarks>
internal sealed record CategoryAxis(IReadOnlyList<string> Names, double Height, bool Slanted, int Stride)
{
    private const double FontSize = 11, Longest = 110;

    public static CategoryAxis Layout(Axis axis, AxisScale scale, double boxHeight)
    {
        if (axis.Categories is not { Count: > 0 } names)
        {
            return new([], 20, false, 1);
        }

        int[] named = [.. Enumerable.Range(0, names.Count).Where(i => names[i].Length > 0)];
        bool isChosen = named.Length < names.Count;
        double room = Math.Abs(scale.At(1) - scale.At(0)) * named.Zip(named.Skip(1), (a, b) => b - a).DefaultIfEmpty(names.Count).Min();
        double widest = names.Max(name => TextSize.Width(name, FontSize));
        if (widest + 6 <= room)
        {
            return new(names, 20, false, 1);
        }

        // Text at 35 degrees: its length counts with the sine, and neighbours need a line's height between them.
        double longest = Math.Min(Longest, boxHeight * 0.45);
        return new(names, 16 + (Math.Min(widest, longest) * 0.57), true, isChosen ? 1 : Math.Max(1, (int)Math.Ceiling(18 / Math.Max(0.01, room))));
    }

    public void Draw(SvgCanvas canvas, Frame frame, double baseline)
    {
        for (int i = 0; i < Names.Count; i += Stride)
        {
            double x = frame.X.At(i);
            if (x < frame.Box.Left - 1 || x > frame.Box.Right + 1 || Names[i].Length == 0)
            {
                continue;
            }

            if (Slanted)
            {
                // Names at the left end must also stay inside the figure.
                double room = Math.Min(((Height - 16) / 0.57) + 1, x / 0.82);
                canvas.Text(x + 4, baseline + 13, TextSize.Shorten(Names[i], room, FontSize), "k", Anchor.End, Names[i], turn: -35);
            }
            else
            {
                canvas.Text(x, baseline + 16, Names[i], "k", Anchor.Middle);
            }
        }
    }
}
