namespace NotebookKit.Charts;

/// <summary>Lines that grow while something runs: one value a line and step.</summary>
public sealed class LiveLines : IDisposable
{
    private readonly LiveFigure figure;
    private readonly string? title;
    private readonly PlotOptions options;
    private readonly (string Name, List<double> Y)[] lines;

    internal LiveLines(LiveFigure figure, string? title, PlotOptions? options, string[] names)
    {
        (this.figure, this.title, this.options) = (figure, title, options ?? new());
        lines = [.. names.Select(name => (name, new List<double>()))];
    }

    /// <summary>The lines as they are now.</summary>
    public Figure Figure => Chart.Lines(title, options, [.. lines.Select(line => (line.Name, (Numbers)line.Y))]);

    /// <summary>Adds the next value of each line, in the order of their names; NaN leaves a gap.</summary>
    /// <exception cref="ArgumentException">There is not one value for each line.</exception>
    public void Add(params ReadOnlySpan<double> values)
    {
        if (values.Length != lines.Length)
        {
            throw new ArgumentException($"LiveLines.Add: {lines.Length} line{(lines.Length == 1 ? "" : "s")} ({string.Join(", ", lines.Select(line => line.Name))}) but {values.Length} values.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            lines[i].Y.Add(values[i]);
        }

        figure.Show(() => Figure);
    }

    /// <summary>Shows the last state.</summary>
    public void Dispose() => figure.Dispose();
}
