using System.Text;
using NotebookKit.Files;
using NotebookKit.Tests.Architecture;

namespace NotebookKit.Tests.Files;

public class SafeTensorsTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, NpyArray>> Golden =
        new(() => NpzFile.Read(Path.Combine(Repository.Root, "tests", "golden", "safetensors.npz")));

    /// <summary>A file with a header of the test's own.</summary>
    internal static byte[] Build(string header, int dataLength = 0)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[dataLength]];
    }

    private static byte[] Reference(string name) => (byte[])Golden.Value[$"file/{name}"].Values;

    [Fact]
    public void A_file_of_the_formats_own_library_is_read_and_written_back_byte_by_byte()
    {
        byte[] theirs = Reference("own");
        SafeTensors file = SafeTensorsFile.Read(theirs, "own");
        Assert.Equal(theirs, SafeTensorsFile.Write(file.Tensors, file.Metadata));
        Assert.Equal("the format's own library", file.Metadata["by"]);
        Assert.Equal(-12345678901, Assert.Single((long[])file.Tensors["steps"].Values));
        Assert.Equal([true, false, true], (bool[])file.Tensors["mask"].Values);
        Assert.Equal([0, 4], file.Tensors["nothing"].Sizes);
        Assert.Equal(0f, ((float[])file.Tensors["net.bias"].Values)[0]);
        Assert.True(float.IsNaN(((float[])file.Tensors["net.bias"].Values)[2]));
        Assert.Equal([1.5f], (float[])file.Tensors["wörter \"α\"\n\\"].Values);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("empty")]
    public void A_file_without_metadata_is_the_same_bytes_as_well(string name) =>
        Assert.Equal(Reference(name), SafeTensorsFile.Write(SafeTensorsFile.Read(Reference(name), name).Tensors));

    [Fact]
    public void Shorter_kinds_are_widened_to_the_numbers_that_PyTorch_sees()
    {
        SafeTensors file = SafeTensorsFile.Read(Reference("other"), "other");
        Assert.Equal(8, file.Tensors.Count);
        foreach ((string name, SafeTensor tensor) in file.Tensors)
        {
            Assert.Equal(name, tensor.Kind.ToLowerInvariant());
            NpyArray expected = Golden.Value[$"value/{name}"];
            Assert.Equal(expected.Sizes, tensor.Sizes);
            Assert.Equal(expected.Values, tensor.Values is float[] floats ? Array.ConvertAll(floats, x => (double)x) : tensor.Values);
        }
    }

    [Fact]
    public void Every_tensor_begins_at_a_multiple_of_its_size()
    {
        byte[] file = SafeTensorsFile.Write([new("a", new([1], new bool[1])), new("b", new([3], new byte[3])), new("c", new([1], new double[1])), new("d", new([3], new float[3]))]);
        Assert.All(SafeTensorsFile.Read(file, "f").Tensors.Values, tensor => Assert.Equal(0, tensor.Offset % SafeTensorKind.SizeOf(tensor.Kind)));
    }

    [Fact]
    public void A_file_with_a_checksum_notices_every_changed_byte()
    {
        byte[] file = SafeTensorsFile.Write([new("x", new([3], new float[] { 1, 2, 3 }))], new Dictionary<string, string> { ["by"] = "\"sha256\":\"" + new string('0', 64) }, withChecksum: true);
        Assert.Equal(["by", "sha256"], SafeTensorsFile.Read(file, "f").Metadata.Keys.Order());
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 1;

            // A changed name of the text that holds the checksum leaves a file without one.
            Exception? e = Record.Exception(() => SafeTensorsFile.Read(changed, "f"));
            Assert.True(e is InvalidDataException || (e is null && !SafeTensorsFile.Read(changed, "f").Metadata.ContainsKey("sha256")), $"byte {i}: {e}");
        }
    }

    [Theory]
    [InlineData("[]", 0, "does not begin with {")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7, "do not give them")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 9, "speaks of 8 bytes")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}", 9, "no gap and no overlap")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "no gap and no overlap")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[3,5]}}", 5, "no gap and no overlap")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "do not give them")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "whole numbers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", 8, "whole numbers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "more than the")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1073741825,2147483647,8],\"data_offsets\":[0,8]}}", 8, "more than the")]
    [InlineData("{\"x\":{\"dtype\":\"F64\",\"shape\":[2305843009213693953],\"data_offsets\":[0,8]}}", 8, "more than the")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}}", 8, "whole numbers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2, "F8_E4M3")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "needs a dtype")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", 8, "needs a dtype")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "described twice")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"code\":\"run\"}}", 8, "only dtype, shape")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"\\u0078\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "a second tensor x")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "is no text")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "a second a")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "a second __metadata__")]
    [InlineData("{\"__metadata__\":[]}", 0, "no list of texts")]
    [InlineData("{\"x\":null}", 0, "is not described")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "not the JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} {}", 8, "not the JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],", 8, "not the JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[[[[[[[[[[2]]]]]]]]]],\"data_offsets\":[0,8]}}", 8, "expected a whole number")]
    public void A_header_that_does_not_describe_the_file_says_where_and_why(string header, int dataLength, string why)
    {
        string message = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(Build(header, dataLength), "bad.safetensors")).Message;
        Assert.StartsWith("bad.safetensors, byte ", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_bytes_are_found_where_they_stand()
    {
        byte[] file = Build("{\"x\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}", 3);
        file[^2] = 2;
        Assert.Contains($"byte {file.Length - 2}:", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(file, "f")).Message, StringComparison.Ordinal);
        file = Build("{\"x\":{\"dtype\":\"U64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16);
        file[^1] = 0x80;
        Assert.Contains($"byte {file.Length - 8}:", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(file, "f")).Message, StringComparison.Ordinal);
        byte[] invalid = Build("{\"x\":{}}");
        invalid[10] = 0xFF;
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(invalid, "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_that_claims_much_is_refused_before_memory_is_taken()
    {
        byte[][] bad =
        [
            [1, 2, 3],
            [.. BitConverter.GetBytes(99_000_000L), (byte)'{'],
            [.. BitConverter.GetBytes(-1L), (byte)'{'],
            Build("{\"x\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}", 8),
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(bad, file => Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(file, "f")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_the_file_is_touched()
    {
        using TempFolder folder = new();
        string path = folder.Write([1, 2, 3], "x.safetensors");
        KeyValuePair<string, SafeTensor> One(string name, int[] sizes, Array values) => new(name, new SafeTensor(sizes, values));
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(path, [One("a", [2], new float[3])]));
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(path, [One("a", [1], new float[1]), One("a", [1], new float[1])]));
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(path, [One("__metadata__", [1], new float[1])]));
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(path, [One("\ud800", [1], new float[1])]));
        Assert.Throws<ArgumentException>(() => One("a", [1], new int[1]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    // Half of the cases change bytes anywhere, half only in the header, where the decisions are made.
    [Fact]
    public void A_hundred_thousand_damaged_files_are_read_or_refused_and_never_more_than_that()
    {
        byte[][] good = [Reference("other"), Reference("plain"), SafeTensorsFile.Write([new("a", new([2], new[] { true, false })), new("b", new([], new double[1]))], withChecksum: true)];
        int cases = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1" ? 2_000_000 : 120_000;
        Random random = new(11);
        int read = 0;
        byte[] pieces = "{}[]\",:0123456789-.eF32B\\u"u8.ToArray();
        for (int round = 0; round < cases; round++)
        {
            byte[] bad = [.. good[round % good.Length]];
            int reach = round % 2 == 0 ? bad.Length : Math.Min(bad.Length, 8 + BitConverter.ToInt32(bad));
            for (int change = 0; change <= round % 3; change++)
            {
                bad[random.Next(reach)] = random.Next(3) == 0 ? (byte)random.Next(256) : pieces[random.Next(pieces.Length)];
            }

            int cut = random.Next(8) == 0 ? random.Next(bad.Length + 1) : bad.Length;
            try
            {
                SafeTensorsFile.Read(cut == bad.Length ? bad : bad[..cut], "f");
                read++;
            }
            catch (InvalidDataException)
            {
            }
        }

        Assert.InRange(read, cases / 100, cases / 2);
    }
}
