using NotebookKit.Layers;

namespace NotebookKit.Attacks;

/// <summary>Checks what attacks are given.</summary>
internal static class Pictures
{
    private const double Slack = 1e-6;

    /// <summary>Pictures of floats between two bounds, with a label each.</summary>
    public static void Check(string who, Module model, Tensor pictures, Tensor labels, double low, double high, int? rank = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(labels);
        if (!pictures.DType.IsFloat() || pictures.Rank < 2 || pictures.Count == 0 || (rank is { } wanted && pictures.Rank != wanted))
        {
            throw new ArgumentException(
                $"{who}: takes pictures {(rank is null ? "[N, ...]" : "[N, C, H, W]")} of floats, and got {pictures.Shape} of {pictures.DType}; a data set gives them with Load, a single picture needs Unsqueeze(0).", nameof(pictures));
        }

        if (labels.DType != DType.Int64 || labels.Rank != 1 || labels.Shape[0] != pictures.Shape[0])
        {
            throw new ArgumentException($"{who}: takes a class number for each of the {pictures.Shape[0]} pictures, Int64 [{pictures.Shape[0]}], and got {labels.Shape} of {labels.DType}.", nameof(labels));
        }

        if (!(low < high))
        {
            throw new ArgumentException($"{who}: Low is below High, and they are {low} and {high}.");
        }

        (double least, double most) = (pictures.Min().Item(), pictures.Max().Item());
        if (!(least >= low - Slack && most <= high + Slack))
        {
            throw new ArgumentException($"{who}: the pictures have values from {least:G4} to {most:G4}, and the valid range is {low} to {high}; scale the pictures, or set Low and High to their range.", nameof(pictures));
        }
    }
}
