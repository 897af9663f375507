using System.IO.Compression;
using System.Text;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class PyTorchFileTests
{
    [Theory]
    [InlineData("state.pt")]
    [InlineData("state-protocol5.pt")]
    [InlineData("state-old.pth")]
    [InlineData("views.pt")]
    [InlineData("views-old.pth")]
    [InlineData("kinds.pt")]
    public void Tensors_are_those_that_PyTorch_saved(string name)
    {
        PyTorchCheckpoint read = Read(name);
        (string Name, NpyArray Array)[] expected = [.. GoldenBytes.Inside(GoldenBytes.Files, name)];
        Assert.Equal(expected.Select(pair => pair.Name), read.Arrays.Keys);
        foreach ((string key, NpyArray array) in expected)
        {
            Assert.Equal(array.Sizes, read.Arrays[key].Sizes);
            Assert.Equal(array.Values, read.Arrays[key].Values);
        }

        Assert.Empty(read.Arrays.NotFinite);
    }

    [Fact]
    public void Plain_containers_come_as_they_are()
    {
        PyTorchCheckpoint read = Read("whole.pt");
        var content = Assert.IsType<Dictionary<string, object?>>(read.Content);
        Assert.Equal((7L, 0.25, null, true, "run é"), (content["epoch"], content["loss"], content["best"], content["done"], content["tag"]));
        Assert.Equal([3L, 2L], Assert.IsAssignableFrom<IReadOnlyList<object?>>(content["sizes"]));
        Assert.Equal([2L, 1L, 3L, 3L], Assert.IsAssignableFrom<IReadOnlyList<object?>>(content["shape"]));
        Assert.Equal(new byte[] { 0, 255 }, content["raw"]);
        foreach ((string key, NpyArray array) in GoldenBytes.Inside(GoldenBytes.Files, "whole.pt"))
        {
            Assert.Equal(array.Values, read.Arrays[key].Values);
        }

        Assert.Contains("weight: array [2] of Single", read.ToString());
    }

    [Fact]
    public void A_whole_module_is_code_and_refused_by_its_name()
    {
        string message = Assert.Throws<InvalidDataException>(() => Read("module.pt")).Message;
        Assert.Contains("'torch.nn.modules.linear.Linear'", message);
        Assert.Contains("nothing was run", message);
        Assert.Contains("data.pkl: byte ", message);
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0exitt R.", "'os.system'")]
    [InlineData("cbuiltins\neval\n.", "'builtins.eval'")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093.", "'os.system'")]
    [InlineData("cc\nollections\n.", "'c.ollections'")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "arguments that do not fit")]
    [InlineData("ctorch.nn\nModule\n.", "'torch.nn.Module'")]
    [InlineData("(i__main__\nX\n.", "step 69")]
    [InlineData("]q\0h\0a.", "contains itself")]
    [InlineData("]K\u0001K\u0002s.", "expected dict, found list")]
    [InlineData("}(K\u0001K\u0002K\u0001K\u0003u.", "two keys '1'")]
    [InlineData("}()K\u0002u.", "neither a text nor a whole number")]
    [InlineData("K\u0001", "cut short")]
    [InlineData("h\u0005.", "remembered as number 5")]
    [InlineData("\u008B\0\0\0\u0080.", "cut short")]
    [InlineData("X\u00FF\u00FF\u00FF\u007Fa", "cut short")]
    [InlineData("K\u0001K\u0002.", "ends in the middle")]
    public void A_pickle_that_asks_for_more_is_refused(string pickle, string why)
    {
        byte[] zip = Zip([0x80, 2, .. Encoding.Latin1.GetBytes(pickle.Replace("t R", "tR", StringComparison.Ordinal))]);
        string message = Assert.Throws<InvalidDataException>(() => PyTorchFile.Read(new MemoryStream(zip), "bad.pt")).Message;
        Assert.Contains(why, message);
        Assert.StartsWith("bad.pt, archive/data.pkl: ", message);
    }

    [Theory]
    [InlineData(4, 2, 2, 0, null)]
    [InlineData(4, 2, 2, 1, "reaches number 4")]
    [InlineData(-1, 2, 2, 0, "no storage")]
    [InlineData(5, 2, 2, 0, "should have 20 bytes")]
    [InlineData(4, -2, 2, 0, "arguments that do not fit")]
    [InlineData(4, 2, -2, 0, "arguments that do not fit")]
    [InlineData(4, 2, 3, 0, "reaches number 4")]
    [InlineData(4, 2000000000, 0, 0, "larger than an array")]
    [InlineData(4, 20000000, 0, 0, "more than the limit")]
    public void A_view_that_leaves_its_storage_is_refused(int count, int size, int stride, int offset, string? why)
    {
        byte[] zip = Zip(View(count, [size, 2], [stride, 1], offset), new byte[16]);
        if (why is null)
        {
            Assert.Equal([2, 2], Assert.IsType<NpyArray>(PyTorchFile.Read(new MemoryStream(zip)).Content).Sizes);
            return;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => PyTorchFile.Read(new MemoryStream(zip))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named_or_refused()
    {
        byte[] zip = Zip(View(4, [2, 2], [2, 1], 0), [0, 0, 0xC0, 0x7F, .. new byte[12]]);
        Assert.Equal([string.Empty], PyTorchFile.Read(new MemoryStream(zip)).Arrays.NotFinite);
        Assert.Contains("NaN", Assert.Throws<InvalidDataException>(() => PyTorchFile.Read(new MemoryStream(zip), "x", new FileLimits { RefuseNotFinite = true })).Message);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        foreach (string name in new[] { "kinds.pt", "views-old.pth" })
        {
            byte[] file = GoldenBytes.Of(GoldenBytes.Files, name);
            for (int length = 0; length < file.Length; length += 7)
            {
                Assert.Contains("byte ", Assert.Throws<InvalidDataException>(() => PyTorchFile.Read(new MemoryStream(file, 0, length))).Message);
            }
        }
    }

    /// <summary>A checkpoint around a pickle, with one storage of bytes.</summary>
    internal static byte[] Zip(byte[] pickle, byte[]? storage = null)
    {
        using MemoryStream target = new();
        using (ZipArchive archive = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in new[] { ("archive/data.pkl", pickle), ("archive/data/0", storage ?? []) })
            {
                using Stream part = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                part.Write(content);
            }
        }

        return target.ToArray();
    }

    /// <summary>The pickle of one tensor of floats, as PyTorch writes it.</summary>
    internal static byte[] View(int count, int[] sizes, int[] strides, int offset) =>
    [
        0x80, 2, .. "ctorch._utils\n_rebuild_tensor_v2\n(("u8, .. Word("storage"), .. "ctorch\nFloatStorage\n"u8, .. Word("0"), .. Word("cpu"),
        .. Number(count), .. "tQ"u8, .. Number(offset), .. Tuple(sizes), .. Tuple(strides), 0x89, .. "ccollections\nOrderedDict\n)RtR."u8,
    ];

    private static byte[] Word(string text) => [(byte)'X', .. BitConverter.GetBytes(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];

    private static byte[] Tuple(int[] values) => [(byte)'(', .. values.SelectMany(Number), (byte)'t'];

    private static PyTorchCheckpoint Read(string name) => PyTorchFile.Read(new MemoryStream(GoldenBytes.Of(GoldenBytes.Files, name)), name);
}
