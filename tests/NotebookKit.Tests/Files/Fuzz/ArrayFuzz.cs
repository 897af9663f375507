using NotebookKit.Files;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files.Fuzz;

public class NpyFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds =>
    [
        NpyFile.Write(new NpyArray([2, 3], new float[6])), NpyFile.Write(new NpyArray([4], new long[4])), NpyFile.Write(new NpyArray([], new bool[1])),
        NpyFile.Write(new NpyArray([3, 1, 2], new Half[6])),
    ];

    protected override void Read(byte[] file) => NpyFile.Read(file, "fuzz");
}

public class NpzFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    private static readonly byte[] Array = NpyFile.Write(new NpyArray([2, 3], new float[6]));

    protected override byte[][] Seeds => [Packed(), ZipContainerTests.Zip(("a.npy", Array)), ZipContainerTests.Zip(("x", Array), ("deep/y", Array))];

    protected override void Read(byte[] file) => NpzFile.Read(new MemoryStream(file), "fuzz");

    private static byte[] Packed()
    {
        using MemoryStream stream = new();
        NpzFile.Write(stream, [new("a", new NpyArray([2], new double[2]))]);
        return stream.ToArray();
    }
}

public class IdxFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [[0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9], [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]];

    protected override void Read(byte[] file)
    {
        IdxFile.Read(file, "fuzz");
        IdxFile.Read(new MemoryStream(file), "fuzz");
    }
}

public class OnnxFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [GoldenBytes.Of(GoldenBytes.Files, "raw.onnx"), GoldenBytes.Of(GoldenBytes.Files, "typed.onnx")];

    protected override void Read(byte[] file) => OnnxFile.ReadWeights(new MemoryStream(file), "fuzz");
}

public class PickleFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds =>
    [
        PyTorchFileTests.View(4, [2, 2], [2, 1], 0), Inner("whole.pt"), Inner("views.pt"), Inner("state-protocol5.pt"),
    ];

    // Around the damaged pickle everything else is right; other storages are missing and so refused.
    protected override byte[] Seal(byte[] file, int number) => number == 0 ? PyTorchFileTests.Zip([0x80, 2, (byte)'N', (byte)'.']) : PyTorchFileTests.Zip(file, new byte[96]);

    protected override void Read(byte[] file) => PyTorchFile.Read(new MemoryStream(file), "fuzz");

    private static byte[] Inner(string name)
    {
        ZipContainer zip = new(new MemoryStream(GoldenBytes.Of(GoldenBytes.Files, name)), name, FileLimits.Default);
        return zip.Read(zip.Parts.Single(part => part.Name.EndsWith("data.pkl", StringComparison.Ordinal)));
    }
}

public class PyTorchFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [.. new[] { "views-old.pth", "state-old.pth", "views.pt" }.Select(name => GoldenBytes.Of(GoldenBytes.Files, name))];

    protected override void Read(byte[] file) => PyTorchFile.Read(new MemoryStream(file), "fuzz");
}
