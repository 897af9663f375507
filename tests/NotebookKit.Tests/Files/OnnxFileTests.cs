using System.Text;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class OnnxFileTests
{
    [Theory]
    [InlineData("raw.onnx")]
    [InlineData("typed.onnx")]
    public void Weights_are_those_that_onnx_wrote(string name)
    {
        NamedArrays read = Read(GoldenBytes.Of(GoldenBytes.Files, name));
        (string Name, NpyArray Array)[] expected = [.. GoldenBytes.Inside(GoldenBytes.Files, name)];
        Assert.Equal(expected.Select(pair => pair.Name), read.Keys);
        foreach ((string key, NpyArray array) in expected)
        {
            Assert.Equal(array.Sizes, read[key].Sizes);
            Assert.Equal(array.Values, read[key].Values);
        }
    }

    [Fact]
    public void Other_kinds_and_lists_one_by_one_are_read_from_bytes_made_by_hand()
    {
        byte[] bfloat = Tensor("b", 16, [2], Field(9, [0x80, 0x3F, 0x00, 0xC0]));
        byte[] single = [.. Varint(8 << 3 | 2), 1, (byte)'s', .. Number(1, 1), .. Number(1, 2), .. Number(2, 12), .. Number(11, 7), .. Number(11, uint.MaxValue)];
        NamedArrays read = Read(Model(bfloat, single));
        Assert.Equal(new float[] { 1, -2 }, read["b"].Values);
        Assert.Equal([1, 2], read["s"].Sizes);
        Assert.Equal(new long[] { 7, uint.MaxValue }, read["s"].Values);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_name_and_offset()
    {
        (byte[] File, string Why)[] rows =
        [
            ([], "no graph"),
            ("GET / HTTP/1.1"u8.ToArray(), "byte "),
            (Model(Tensor("w", 1, [2], Field(9, new byte[7]))), "'w' [2] needs 2 numbers, and 7 bytes"),
            (Model(Tensor("w", 1, [-1], Field(9, []))), "size of -1"),
            (Model(Tensor("w", 1, [1 << 30, 1 << 30, 1 << 30], Field(9, []))), "needs"),
            (Model(Tensor("w", 8, [1], Field(6, "text"u8))), "of kind 8"),
            (Model(Tensor("w", 22, [1], Field(9, [0]))), "of kind 22"),
            (Model(Tensor("", 1, [0], Field(9, []))), "without a name"),
            (Model(Tensor("w", 1, [0], Field(9, [])), Tensor("w", 1, [0], Field(9, []))), "two arrays are called 'w'"),
            (Model(Tensor("w", 7, [1], Field(4, new byte[4]))), "list 4"),
            (Model(Tensor("w", 13, [1], Field(9, [255, 255, 255, 255, 255, 255, 255, 255]))), "too large"),
            (Model(Tensor("w", 1, [1], External("weights.bin"))), "another file, 'weights.bin'; only"),
            (Model(Tensor("w", 1, [1], External("../../etc/passwd"))), "'../../etc/passwd', a path that leads out"),
            (Model(Tensor("w", 1, [1], External("/etc/passwd"))), "leads out"),
            (Model(Tensor("w", 1, [1], External("..\\x"))), "leads out"),
            (Field(7, Field(15, [])), "sparse"),
            (Field(7, [0x2B]), "kind 3"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "cut short"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "more than 10 bytes"),
        ];
        foreach ((byte[] file, string why) in rows)
        {
            string message = Assert.Throws<InvalidDataException>(() => Read(file)).Message;
            Assert.Contains(why, message);
            Assert.StartsWith("m.onnx: byte ", message);
        }
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named_or_refused()
    {
        byte[] file = Model(Tensor("good", 1, [1], Field(9, [0, 0, 0, 0])), Tensor("bad", 1, [1], Field(9, [0, 0, 0x80, 0xFF])));
        Assert.Equal(["bad"], Read(file).NotFinite);
        Assert.Contains("'bad' holds NaN or infinity", Assert.Throws<InvalidDataException>(
            () => OnnxFile.ReadWeights(new MemoryStream(file), "m.onnx", new FileLimits { RefuseNotFinite = true })).Message);
    }

    internal static byte[] Model(params byte[][] tensors) => [.. Number(1, 8), .. Field(7, [.. tensors.SelectMany(tensor => Field(5, tensor))])];

    internal static byte[] Tensor(string name, int kind, long[] sizes, byte[] content) =>
        [.. Field(1, [.. sizes.SelectMany(size => Varint((ulong)size))]), .. Number(2, (ulong)kind), .. content, .. Field(8, Encoding.UTF8.GetBytes(name))];

    internal static byte[] Field(int field, ReadOnlySpan<byte> content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] External(string place) =>
        [.. Field(13, [.. Field(1, "location"u8), .. Field(2, Encoding.UTF8.GetBytes(place))]), .. Number(14, 1)];

    private static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 128; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }

    private static NamedArrays Read(byte[] file) => OnnxFile.ReadWeights(new MemoryStream(file), "m.onnx");
}
