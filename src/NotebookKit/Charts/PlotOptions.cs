namespace NotebookKit.Charts;

/// <summary>What the one-line charts leave to chance, for those who want to say it.</summary>
public sealed record PlotOptions
{
    /// <summary>Stands above the figure.</summary>
    public string? Title { get; init; }

    /// <summary>What a reader who cannot see the figure should know; null: told from the data.</summary>
    public string? Description { get; init; }

    /// <summary>What x measures.</summary>
    public string? XLabel { get; init; }

    /// <summary>What y measures.</summary>
    public string? YLabel { get; init; }

    /// <summary>Equal distances on x mean equal ratios.</summary>
    public bool LogX { get; init; }

    /// <summary>Equal distances on y mean equal ratios.</summary>
    public bool LogY { get; init; }

    /// <summary>Where x begins and ends; null: at the data.</summary>
    public (double Min, double Max)? XRange { get; init; }

    /// <summary>Where y begins and ends; null: round numbers around the data.</summary>
    public (double Min, double Max)? YRange { get; init; }

    /// <summary>β of the moving average of lines, see <see cref="LineSeries.Smoothing"/>.</summary>
    public double Smoothing { get; init; }

    /// <summary>Width in pixels.</summary>
    public double? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public double? Height { get; init; }

    internal Figure Figure(string? title, IReadOnlyList<string>? categories, params IReadOnlyList<Series> series) =>
        new(new Plot(series)
        {
            X = new() { Label = XLabel, Log = LogX, Min = XRange?.Min, Max = XRange?.Max, Categories = categories },
            Y = new() { Label = YLabel, Log = LogY, Min = YRange?.Min, Max = YRange?.Max },
        })
        { Title = title ?? Title, Description = Description, Width = Width, Height = Height };
}
