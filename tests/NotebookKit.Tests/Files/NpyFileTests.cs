using System.Text;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class NpyFileTests
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
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", "ascontiguousarray")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "'<c8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "'|O'")]
    [InlineData("__import__('os')", "not understood")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "expected 8 bytes of numbers")]
    public void A_header_that_does_not_fit_says_why(string header, string why)
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header)];
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => NpyFile.Read(file, "test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_arrays_go_through_a_zip_file()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("notebookkit-npz-").FullName, "a.npz");
        try
        {
            NpzFile.Write(path, [new("x", new NpyArray([2], new long[] { 1, 2 })), new("deep/y", new NpyArray([], new double[] { 3 }))]);
            IReadOnlyDictionary<string, NpyArray> back = NpzFile.Read(path);
            Assert.Equal(["deep/y", "x"], back.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(new long[] { 1, 2 }, back["x"].Values);
            File.WriteAllText(path, "no zip");
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => NpzFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
