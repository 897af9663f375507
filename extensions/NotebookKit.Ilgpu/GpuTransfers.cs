namespace NotebookKit.Ilgpu;

/// <summary>What went between the processor's memory and the card's, both of which wait for it: a training step should need only its batch.</summary>
/// <param name="Uploads">How many times numbers went to the card.</param>
/// <param name="UploadedBytes">How many bytes.</param>
/// <param name="Downloads">How many times numbers came back.</param>
/// <param name="DownloadedBytes">How many bytes.</param>
public readonly record struct GpuTransfers(long Uploads, long UploadedBytes, long Downloads, long DownloadedBytes)
{
    /// <summary>In a line.</summary>
    public override string ToString() => $"{Uploads:N0} uploads of {UploadedBytes:N0} bytes, {Downloads:N0} downloads of {DownloadedBytes:N0} bytes";

    /// <summary>What went between two moments.</summary>
    public static GpuTransfers operator -(GpuTransfers later, GpuTransfers earlier) => Subtract(later, earlier);

    /// <summary>What went between two moments.</summary>
    /// <param name="later">The count at the end.</param>
    /// <param name="earlier">The count at the beginning.</param>
    public static GpuTransfers Subtract(GpuTransfers later, GpuTransfers earlier) => new(
        later.Uploads - earlier.Uploads,
        later.UploadedBytes - earlier.UploadedBytes,
        later.Downloads - earlier.Downloads,
        later.DownloadedBytes - earlier.DownloadedBytes);
}
