# Creates tickets at given instants, as RT's own API does it, and tells what became of them: JSON lines in and out.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use JSON;
use MIME::Entity;
use RT;
RT::LoadConfig();
RT::Init();
require RT::Ticket;

my $json = JSON->new->canonical;
my %fields;
my $fields = RT::CustomFields->new( RT->SystemUser );
$fields->UnLimit;
while ( my $field = $fields->Next ) { $fields{ $field->Name } = $field->id }
while ( my $line = <STDIN> ) {
    my $asked = $json->decode($line);
    my $created = RT::Date->new( RT->SystemUser );
    $created->Set( Format => 'unix', Value => $asked->{created} );
    my %values = map { ( "CustomField-$fields{$_}" => $asked->{fields}{$_} ) } keys %{ $asked->{fields} };
    my $ticket = RT::Ticket->new( RT->SystemUser );
    my $mime   = MIME::Entity->build(
        Type => 'text/plain', Charset => 'UTF-8', Data => [ Encode::encode( 'UTF-8', $asked->{body} ) ] );
    my ( $id, undef, $message ) = $ticket->Create(
        Queue   => $asked->{queue},
        Subject => $asked->{subject},
        Created => $created->ISO,
        Due     => $created->ISO,
        length $asked->{body} ? ( MIMEObj => $mime ) : (),
        %values,
    );
    die $message unless $id;
    $ticket = RT::Ticket->new( RT->SystemUser );
    $ticket->Load($id);
    my %found;
    for my $name ( keys %fields ) {
        my $values = $ticket->CustomFieldValues($name);
        my @values;
        while ( my $value = $values->Next ) { push @values, $value->Content }
        $found{$name} = [ sort @values ] if @values;
    }
    print $json->encode(
        {   queue    => $ticket->QueueObj->Name,
            level    => length( $ticket->SLA // '' ) ? $ticket->SLA : undef,
            priority => 0 + $ticket->Priority,
            created  => 0 + $ticket->CreatedObj->Unix,
            fields   => \%found,
        }
    ), "\n";
}
