namespace NotebookKit.Devices;

/// <summary>What one kind of kernel did while somebody looked on.</summary>
/// <param name="Name">The operation, or the part of it that the device ran.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Time">How long it took in all.</param>
/// <param name="Flops">How many additions, multiplications and functions of floats; what moves numbers has none.</param>
/// <param name="Bytes">How much room its results took.</param>
public sealed record ProfiledOperation(string Name, long Calls, TimeSpan Time, double Flops, long Bytes);
