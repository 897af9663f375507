using System.Text;

namespace NotebookKit.Display;

/// <summary>A histogram as small as a line of text, drawn in the colour of the text around it.</summary>
internal static class HistogramStrip
{
    private const int Wide = 240;
    private const int MostBins = 40;
    private const int Height = 48;

    /// <summary>The drawing, with the ends of the axis below it.</summary>
    public static string Draw(Tensor tensor, in TensorStatistics statistics)
    {
        if (statistics.Finite < 8 || !(statistics.Largest > statistics.Smallest))
        {
            return string.Empty;
        }

        // Few numbers in many bins would be a comb; each number of bins divides the width.
        int bins = statistics.Finite switch { < 40 => 8, < 200 => 20, _ => MostBins };
        int barWidth = Wide / bins;
        long[] counts = statistics.Histogram(tensor, bins);
        long most = counts.Max();
        int fullest = Array.IndexOf(counts, most);
        double width = (statistics.Largest - statistics.Smallest) / bins;
        string words = $"Histogram of {statistics.Finite:N0} values from {NumberWords.Short(statistics.Smallest)} to {NumberWords.Short(statistics.Largest)}, "
            + $"most between {NumberWords.Short(statistics.Smallest + (fullest * width))} and {NumberWords.Short(statistics.Smallest + ((fullest + 1) * width))}";
        StringBuilder svg = new($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Wide}\" height=\"{Height + 16}\" viewBox=\"0 0 {Wide} {Height + 16}\" role=\"img\" aria-label=\"{Html.Text(words)}\" fill=\"currentColor\" font-family=\"sans-serif\" font-size=\"11\" style=\"max-width:100%\"><title>{Html.Text(words)}</title>");
        for (int bin = 0; bin < bins; bin++)
        {
            // A bin with few numbers still shows: outliers matter.
            double tall = counts[bin] == 0 ? 0 : Math.Max(1, Height * (double)counts[bin] / most);
            if (tall > 0)
            {
                svg.Append($"<rect x=\"{bin * barWidth}\" y=\"{Height - tall:0.#}\" width=\"{barWidth - 1}\" height=\"{tall:0.#}\" opacity=\".65\"/>");
            }
        }

        svg.Append($"<path d=\"M0 {Height}.5H{Wide}\" stroke=\"currentColor\" opacity=\".5\"/>");
        svg.Append($"<text x=\"0\" y=\"{Height + 13}\" opacity=\".8\">{NumberWords.Short(statistics.Smallest)}</text>");
        svg.Append($"<text x=\"{Wide}\" y=\"{Height + 13}\" text-anchor=\"end\" opacity=\".8\">{NumberWords.Short(statistics.Largest)}</text>");
        return svg.Append("</svg>").ToString();
    }
}
