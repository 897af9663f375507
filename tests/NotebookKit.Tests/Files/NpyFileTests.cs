using System.Text;
using NotebookKit.Files;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files;

public class NpyFileTests(ITestOutputHelper output)
{
    public static TheoryData<int[], Array> Arrays => new()
    {
        { [2, 3], new float[] { 1, 2, 3, -4, float.NaN, float.PositiveInfinity } },
        { [3], new double[] { 1e-300, Math.PI, -0.0 } },
        { [], new long[] { long.MinValue } },
        { [0, 4], Array.Empty<byte>() },
        { [1, 2, 1], new byte[] { 0, 255 } },
        { [2], new[] { true, false } },
    };

    [Theory]
    [MemberData(nameof(Arrays))]
    public void What_was_written_is_read(int[] sizes, Array values)
    {
        NpyArray back = NpyFile.Read(NpyFile.Write(new NpyArray(sizes, values)), "test");
        Assert.Equal(sizes, back.Sizes);
        Assert.Equal(values, back.Values);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] file = NpyFile.Write(new NpyArray([2], new float[] { 1, 2 }));
        Assert.Equal(128 + 8, file.Length);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Encoding.Latin1.GetString(file, 10, 118).Trim());
        Assert.Equal([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0], file[..10]);
    }

    [Fact]
    public void Hostile_files_are_refused_and_never_more_than_that()
    {
        byte[] good = NpyFile.Write(new NpyArray([2, 3], new float[6]));
        Random random = new(4);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bad = [.. good];
            for (int i = 0; i <= round % 4; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            byte[] cut = bad[..random.Next(bad.Length + 1)];
            Exception? e = Record.Exception(() => NpyFile.Read(cut, "test"));
            Assert.True(e is null or InvalidDataException, e?.ToString());
        }
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 99999), }", "not one that an array can have")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (2,), }", "order of bytes")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "'<c8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "'|O'")]
    [InlineData("__import__('os')", "not understood")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "expected 8 bytes of numbers")]
    public void A_header_that_does_not_fit_says_why(string header, string why)
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header)];
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => NpyFile.Read(file, "test")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f2", "003C00C0", new float[] { 1, -2 })]
    [InlineData(">f2", "3C00C000", new float[] { 1, -2 })]
    [InlineData(">f4", "3F800000C0000000", new float[] { 1, -2 })]
    [InlineData(">f8", "3FF0000000000000C000000000000000", new double[] { 1, -2 })]
    [InlineData("<i2", "0100FEFF", new long[] { 1, -2 })]
    [InlineData(">i4", "00000001FFFFFFFE", new long[] { 1, -2 })]
    [InlineData(">i8", "0000000000000001FFFFFFFFFFFFFFFE", new long[] { 1, -2 })]
    [InlineData("|i1", "01FE", new long[] { 1, -2 })]
    [InlineData("<u2", "0100FEFF", new long[] { 1, 65534 })]
    [InlineData(">u4", "00000001FFFFFFFE", new long[] { 1, 4294967294 })]
    [InlineData("<u8", "0100000000000000FFFFFFFFFFFFFF7F", new long[] { 1, long.MaxValue })]
    [InlineData("|b1", "0100", new[] { true, false })]
    public void Every_kind_is_read_in_either_order_of_bytes(string kind, string bytes, Array expected) =>
        Assert.Equal(expected, NpyFile.Read(File(kind, "False", "2,", Convert.FromHexString(bytes)), "test").Values);

    [Fact]
    public void Arrays_with_the_first_axis_fastest_are_turned()
    {
        byte[] numbers = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        NpyArray read = NpyFile.Read(File("|u1", "True", "2, 3, 4", numbers), "test");
        byte[] values = (byte[])read.Values;
        for (int i = 0; i < 24; i++)
        {
            // Place (a, b, c) of [2, 3, 4] lies at a + 2 b + 6 c of the file.
            Assert.Equal((i / 12) + (2 * (i / 4 % 3)) + (6 * (i % 4)), values[i]);
        }
    }

    [Fact]
    public void Halves_are_written_and_read_as_floats()
    {
        float[] values = [0, -0.5f, 65504, 1e-7f, float.NaN];
        byte[] file = NpyFile.Write(new NpyArray([5], Array.ConvertAll(values, value => (Half)value)));
        Assert.Contains("'<f2'", Encoding.Latin1.GetString(file));
        Assert.Equal(Array.ConvertAll(values, value => (float)(Half)value), NpyFile.Read(file, "test").Values);
    }

    [Fact]
    public void A_whole_number_beyond_63_bits_is_refused_with_the_offset()
    {
        byte[] file = File("<u8", "False", "1,", [.. Enumerable.Repeat((byte)255, 8)]);
        Assert.Contains($"byte {file.Length - 8}: the whole number", Assert.Throws<InvalidDataException>(() => NpyFile.Read(file, "test")).Message);
    }

    [Fact]
    public void A_file_and_a_stream_go_through_the_doors()
    {
        using TempFolder folder = new();
        NpyFile.Write(folder.At("a.npy"), new NpyArray([2], new float[] { 1, 2 }));
        Assert.Equal(new float[] { 1, 2 }, NpyFile.Read(folder.At("a.npy")).Values);
        using FileStream stream = System.IO.File.OpenRead(folder.At("a.npy"));
        Assert.Contains("FileLimits.MaxBytes", Assert.Throws<InvalidDataException>(() => NpyFile.Read(stream, "s", new FileLimits { MaxBytes = 100 })).Message);
    }

    [Fact]
    public void The_weights_of_the_course_load()
    {
        string[] files = [.. GoldenBytes.MoreData("*.npz")];
        output.WriteLine(files.Length == 0 ? "skipped: NOTEBOOKKIT_DATA names no folder with them" : $"{files.Length} files");
        foreach (string path in files)
        {
            NamedArrays arrays = NpzFile.Read(path);
            Assert.NotEmpty(arrays);
            Assert.Empty(arrays.NotFinite);
            output.WriteLine($"{Path.GetFileName(path)}: {arrays.Count} arrays, {arrays.Values.Sum(array => array.Values.LongLength):N0} numbers");
        }
    }

    [Fact]
    public void Several_arrays_go_through_a_zip_file()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("notebookkit-npz-").FullName, "a.npz");
        try
        {
            NpzFile.Write(path, [new("x", new NpyArray([2], new long[] { 1, 2 })), new("deep/y", new NpyArray([], new double[] { 3 }))]);
            NamedArrays back = NpzFile.Read(path);
            Assert.Equal(["deep/y", "x"], back.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(new long[] { 1, 2 }, back["x"].Values);
            System.IO.File.WriteAllText(path, "no zip");
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => NpzFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static byte[] File(string kind, string fortran, string shape, byte[] numbers)
    {
        string header = $"{{'descr': '{kind}', 'fortran_order': {fortran}, 'shape': ({shape}), }}";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. numbers];
    }
}
